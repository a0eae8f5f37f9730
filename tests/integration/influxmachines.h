// SPDX-License-Identifier: MIT
#pragma once

#include "restoresupport.h"
#include "tests/support/eventlogfixture.h"
#include "tests/support/eventloggenerator.h"
#include "tests/support/fakeclock.h"
#include "tests/support/influxdserver.h"
#include "tests/support/keptlog.h"

#include <QTemporaryDir>

namespace restoresupport {

/// Machines with a folder each around one InfluxDB bucket, and one clock for all.
class InfluxMachines
{
public:
    explicit InfluxMachines(InfluxSettings bucket)
        : connection(std::move(bucket))
    {
    }

    [[nodiscard]] Settings settings(const char* machine) const
    {
        Settings settings;
        settings.storeType = StoreType::InfluxDb;
        settings.influxUrl = connection.url;
        settings.token = connection.token;
        settings.organisation = connection.organisation;
        settings.bucket = connection.bucket;
        settings.allowPlainHttp = connection.allowPlainHttp;
        settings.connectionTimeoutSeconds = 5;
        settings.retryAttempts = 0;
        settings.folder = folder(machine);
        return settings;
    }
    [[nodiscard]] QString folder(const char* machine) const { return folders.filePath(QLatin1String(machine)); }

    [[nodiscard]] std::unique_ptr<StateManager> manager(Settings with, const char* program = "console") const
    {
        StateManager::Parts parts;
        parts.settings = std::move(with);
        parts.clock = clock;
        parts.log = log;
        parts.program = QString::fromLatin1(program);
        return std::make_unique<StateManager>(std::move(parts));
    }
    /// One program on one machine.
    [[nodiscard]] std::unique_ptr<StateManager> manager(
        const char* machine = "one", const char* program = "console") const
    {
        return manager(settings(machine), program);
    }
    /// A save of the trading system on that machine, verified in InfluxDB.
    SaveRecord save(
        const TradingState& state, SaveReason reason = SaveReason::Shutdown, const char* machine = "one") const
    {
        const auto bot = manager(machine, "bot");
        const SaveRecord record = must(bot->journalSave(state, reason, {}));
        if (must(bot->replicate()) != 0)
            qFatal("a save is still pending");
        clock->advance(10);
        return record;
    }
    /// An hour after the newest event.
    void hourAfter(const std::vector<LogEvent>& events) const
    {
        qint64 newest = 0;
        for (const LogEvent& event : events)
            newest = std::max(newest, event.time);
        clock->set(Timestamp::fromNanoseconds(newest + 3600 * nanosecondsPerSecond));
    }
    void write(const std::vector<LogEvent>& events) const
    {
        InfluxClient client(connection);
        if (const auto written = client.write(test::linesOfEvents(events)); !written)
            qFatal("%s", qPrintable(describe(written.error())));
    }
    /// The Python system's event log, an hour after its last save.
    void loadEventLog() const
    {
        const auto events = test::fixtureEvents(QStringLiteral("event_log.lp"));
        write(events);
        hourAfter(events);
    }
    /// Every event of a state_id that is stored, as its readers would find it.
    [[nodiscard]] int storedEvents(const QString& stateId) const
    {
        InfluxClient client(connection);
        const auto answer
            = client.query(QStringLiteral("SELECT \"data\" FROM \"trading_state\" WHERE \"state_id\" = '%1'")
                               .arg(stateId)
                               .toStdString());
        if (!answer)
            qFatal("%s", qPrintable(describe(answer.error())));
        return static_cast<int>(answer->rowCount());
    }

    InfluxSettings connection;
    QTemporaryDir folders;
    std::shared_ptr<test::FakeClock> clock = std::make_shared<test::FakeClock>("2025-07-20T08:00:00Z");
    std::shared_ptr<test::KeptLog> log = std::make_shared<test::KeptLog>();
};

} // namespace restoresupport
