// SPDX-License-Identifier: MIT
#include "ui/mainwindow/refresher.h"

#include "ui/models/whendone.h"

#include <QThreadPool>

namespace tradestate {

namespace {

Result<Loaded> prepared(
    Result<Snapshot> snapshot, const TableOptions& options, const std::shared_ptr<const TableData>& before)
{
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    return prepare(std::move(*snapshot), options, before);
}

} // namespace

Loaded prepare(std::shared_ptr<const Snapshot> snapshot, const TableOptions& options,
    const std::shared_ptr<const TableData>& before)
{
    TableData tables = makeTableData(*snapshot, options);
    if (before) {
        keepEqualRows(tables.positions, before->positions);
        keepEqualRows(tables.ghosts, before->ghosts);
        keepEqualRows(tables.pairStates, before->pairStates);
    }
    Loaded result;
    result.tables = std::make_shared<const TableData>(std::move(tables));
    result.snapshot = std::move(snapshot);
    result.options = options;
    return result;
}

Loaded prepare(Snapshot snapshot, const TableOptions& options, const std::shared_ptr<const TableData>& before)
{
    return prepare(std::make_shared<const Snapshot>(std::move(snapshot)), options, before);
}

void discard(Loaded loaded)
{
    QThreadPool::globalInstance()->start([loaded = std::move(loaded)]() mutable { loaded = {}; });
}

Refresher::Refresher(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Refresher::refresh);
}

void Refresher::setService(StateService* service)
{
    if (m_service)
        disconnect(m_service, nullptr, this, nullptr);
    m_service = service;
    m_last.reset();
    if (m_service)
        connect(m_service, &StateService::replicated, this, &Refresher::refresh);
    ++m_number;
    m_running = false;
    m_again = false;
    m_first = true;
    m_timer.stop();
}

void Refresher::setInterval(int seconds)
{
    m_seconds = seconds;
    m_timer.stop();
    if (m_seconds > 0 && m_service && !m_running)
        m_timer.start(m_seconds * 1000);
}

void Refresher::refresh()
{
    if (!m_service)
        return;
    if (m_running) {
        m_again = true;
        return;
    }
    begin();
}

void Refresher::begin()
{
    m_running = true;
    m_again = false;
    m_timer.stop();
    const int number = ++m_number;
    Q_EMIT started();
    // A server that hangs must not keep the window empty: what is on disk is shown meanwhile.
    if (m_first && m_service->settings().storeType == StoreType::InfluxDb)
        loadLocal(number);
    m_first = false;
    load(number);
}

void Refresher::loadLocal(int number)
{
    const auto make = [options = m_options, before = m_last](
                          Result<Snapshot> read) { return prepared(std::move(read), options, before); };
    whenDone(m_service->loadLocal().then(QtFuture::Launch::Async, make), this, [this, number](Result<Loaded> result) {
        // Fails only together with the whole load, which tells it.
        if (number != m_number || m_answered >= number || !result)
            return;
        m_last = result->tables;
        Q_EMIT loaded(*result, true);
    });
}

void Refresher::load(int number)
{
    const auto make = [options = m_options, before = m_last](
                          Result<Snapshot> read) { return prepared(std::move(read), options, before); };
    whenDone(m_service->load().then(QtFuture::Launch::Async, make), this, [this, number](Result<Loaded> result) {
        if (number != m_number)
            return;
        m_running = false;
        m_answered = number;
        if (result) {
            m_last = result->tables;
            Q_EMIT loaded(*result, false);
        } else if (result.error().code != ErrorCode::Cancelled) {
            Q_EMIT failed(result.error());
        }
        if (number != m_number)
            return;
        Q_EMIT ended();
        finish();
    });
}

void Refresher::finish()
{
    if (m_again)
        begin();
    else if (m_seconds > 0)
        m_timer.start(m_seconds * 1000);
}

} // namespace tradestate
