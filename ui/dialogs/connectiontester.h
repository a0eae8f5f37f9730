// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/connectiontest.h"

#include <QObject>

#include <memory>
#include <stop_token>

class QThread;

namespace tradestate {

/// Runs testConnection on a thread of its own and tells each result in the thread of this object.
class ConnectionTester : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionTester(QObject* parent = nullptr);
    /// Stops and waits: a request in flight ends with its stop token at once.
    ~ConnectionTester() override;

    /// A test that still runs is stopped; nothing more is told of it.
    void start(const InfluxSettings& settings, const QString& account);
    void stop();

Q_SIGNALS:
    void checked(const tradestate::ConnectionCheckResult& result);
    void finished(const std::vector<tradestate::ConnectionCheckResult>& results);

private:
    std::unique_ptr<QThread> m_thread;
    std::stop_source m_stop;
    int m_number = 0;
};

} // namespace tradestate
