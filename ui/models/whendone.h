// SPDX-License-Identifier: MIT
#pragma once

#include <QFuture>
#include <QFutureWatcher>

namespace tradestate {

/// Calls function(T) in the context's thread once the future has its result, which is taken out of it (a state is
/// large); never where the context has gone by then. QFuture::then with a context looks at it from the worker's thread
/// in Qt 6.4, and asserts that it is alive.
template <typename T, typename Function>
void whenDone(const QFuture<T>& future, QObject* context, Function function)
{
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context, [watcher, function = std::move(function)]() mutable {
            watcher->deleteLater();
            QFuture<T> done = watcher->future();
            if (done.resultCount() > 0) // none where it was given up
                function(done.takeResult());
        });
    watcher->setFuture(future);
}

} // namespace tradestate
