// The hook of Swift's concurrency runtime that decides where jobs without an executor of their own run; Swift code
// cannot declare it. (swift/stdlib/public/Concurrency: ConcurrencyHooks.h)
#ifndef AEREKOS_CCONCURRENCY_H
#define AEREKOS_CCONCURRENCY_H

// From now on `handler` gets every such job, a Swift `UnownedJob`, instead of the runtime's pool of threads.
void cconcurrency_take_global_jobs(void (*handler)(void *job));

#endif
