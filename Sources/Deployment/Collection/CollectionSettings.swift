/// When images that this node has pulled, and left-over containers and networks, are removed.
package struct CollectionSettings: Sendable, Equatable {
    /// How long one has to be unused. Only time in which deployd runs counts, so a clock that jumps removes nothing.
    package var unusedTime = Duration.seconds(7 * 86400)
    /// From which share of the disk on unused images are removed earlier, and down to which. 0 to 1; 1 is never.
    package var highWatermark = 0.85
    package var lowWatermark = 0.75
    /// How long an image has to be unused even when the disk is full: who replaces one service by another wants it again.
    package var shortestUnusedTime = Duration.seconds(600)

    package init() {}
}
