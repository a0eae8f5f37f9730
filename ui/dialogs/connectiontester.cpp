// SPDX-License-Identifier: MIT
#include "ui/dialogs/connectiontester.h"

#include <QThread>

namespace tradestate {

ConnectionTester::ConnectionTester(QObject* parent)
    : QObject(parent)
{
}

ConnectionTester::~ConnectionTester()
{
    stop();
}

void ConnectionTester::start(const InfluxSettings& settings, const QString& account)
{
    stop();
    const int number = ++m_number;
    m_stop = std::stop_source();
    m_thread.reset(QThread::create([this, settings, account, number, token = m_stop.get_token()] {
        const auto tell = [this, number](const ConnectionCheckResult& result) {
            QMetaObject::invokeMethod(this, [this, number, result] {
                if (number == m_number)
                    Q_EMIT checked(result);
            });
        };
        const auto results = testConnection(settings, account, tell, token);
        QMetaObject::invokeMethod(this, [this, number, results] {
            if (number == m_number)
                Q_EMIT finished(results);
        });
    }));
    m_thread->start();
}

void ConnectionTester::stop()
{
    if (!m_thread)
        return;
    m_stop.request_stop();
    ++m_number;
    m_thread->wait();
    m_thread.reset();
}

} // namespace tradestate
