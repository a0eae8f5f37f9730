// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/stateservice.h"
#include "ui/models/tabledata.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tradestate {

/// A snapshot and the rows made of it, ready to be shown.
struct Loaded
{
    std::shared_ptr<const Snapshot> snapshot;
    std::shared_ptr<const TableData> tables;
    TableOptions options; ///< with which the rows were made
};

/// Makes the rows; on any thread. Rows that show the same as before are those of before.
[[nodiscard]] Loaded prepare(std::shared_ptr<const Snapshot> snapshot, const TableOptions& options,
    const std::shared_ptr<const TableData>& before = nullptr);
[[nodiscard]] Loaded prepare(
    Snapshot snapshot, const TableOptions& options, const std::shared_ptr<const TableData>& before = nullptr);
/// Lets go of it on another thread: taking apart 100,000 records would hold up the window.
void discard(Loaded loaded);

/// Asks the service for the state again and again: one request at a time, late answers of an earlier service dropped.
class Refresher : public QObject
{
    Q_OBJECT

public:
    explicit Refresher(QObject* parent = nullptr);

    /// Null stops. What still runs for the service before is dropped when it answers.
    void setService(StateService* service);
    void setOptions(const TableOptions& options) { m_options = options; }
    [[nodiscard]] const TableOptions& options() const { return m_options; }
    /// 0 seconds: only when asked.
    void setInterval(int seconds);
    /// Now, or as soon as the running one is done.
    void refresh();
    [[nodiscard]] bool isRunning() const { return m_running; }
    /// The number of the newest answer that was passed on.
    [[nodiscard]] int answered() const { return m_answered; }

Q_SIGNALS:
    void started();
    /// It answered, failed, or was cancelled; after the signal that says so.
    void ended();
    /// local: what is on disk, before the primary has been asked.
    void loaded(const tradestate::Loaded& loaded, bool local);
    void failed(const tradestate::Error& error);

private:
    void begin();
    void loadLocal(int number);
    void load(int number);
    void finish();

    StateService* m_service = nullptr;
    TableOptions m_options;
    std::shared_ptr<const TableData> m_last; ///< of this service: what is the same in the next answer is kept
    QTimer m_timer;
    int m_seconds = 0;
    int m_number = 0;
    int m_answered = 0;
    bool m_running = false;
    bool m_again = false;
    bool m_first = true;
};

} // namespace tradestate
