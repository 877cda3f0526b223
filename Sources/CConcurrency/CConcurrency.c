#include "CConcurrency.h"

#define SWIFT_CALL __attribute__((swiftcall))

typedef SWIFT_CALL void (*enqueue_original)(void *job);
extern SWIFT_CALL void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_original original);

static void (*taken_by)(void *job);

static SWIFT_CALL void enqueue(void *job, enqueue_original original) {
    (void)original;
    taken_by(job);
}

void cconcurrency_take_global_jobs(void (*handler)(void *job)) {
    taken_by = handler;
    swift_task_enqueueGlobal_hook = enqueue;
}
