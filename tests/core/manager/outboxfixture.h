// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/seenfolder.h"
#include "core/manager/identity.h"
#include "core/manager/outbox.h"
#include "tests/support/fakeclock.h"
#include "tests/support/keptlog.h"
#include "tests/support/memorystore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

/// A machine with an outbox, and a primary in memory.
namespace outboxfixture {

using namespace tradestate;
using tradestate::test::FakeClock;
using tradestate::test::KeptLog;
using tradestate::test::MemoryStore;

inline const PrimaryKey key { QStringLiteral("memory:"), {}, QStringLiteral("bucket"), QStringLiteral("default"),
    QStringLiteral("tables") };

inline TradingState stateOf(int number)
{
    TradingState state;
    const QString pair = QStringLiteral("PAIR-%1").arg(number);
    state.positions.emplace(pair, Position(pair, {}));
    return state;
}

/// A folder with a journal, and the outbox of one program on it.
struct Machine
{
    Machine(const QString& path, std::shared_ptr<FakeClock> sharedClock)
        : clock(std::move(sharedClock))
        , folder(*StateFolder::open(path, QStringLiteral("test")))
    {
        restart();
    }

    void restart()
    {
        outbox
            = std::make_unique<Outbox>(Outbox::Parts { folder, key.account, clock, log, 1, [] { return 1.0; }, true });
    }

    StoredSave save(int number, std::optional<SaveRecord> parent = {}, const std::vector<SaveRecord>& resolved = {})
    {
        const auto lock = folder->lockJournal();
        Journal journal(folder, key.account);
        if (!lock || !folder->ensureJournal(key.account))
            qFatal("no journal");
        IdentityInput input;
        input.account = key.account;
        input.folder = folder->id();
        input.reason = SaveReason::Trade;
        input.now = clock->now();
        if (const auto newest = journal.newest(); newest && *newest && !parent)
            input.parent = (*newest)->record;
        if (parent)
            input.parent = parent;
        input.resolved = resolved;
        StoredSave made;
        made.state = stateOf(number);
        made.record = makeRecord(input, made.state);
        made.proof = Proof::Verified;
        if (const auto written = journal.write(made); !written)
            qFatal("%s", qPrintable(describe(written.error())));
        clock->advance(1);
        return made;
    }

    void saw(const std::vector<StoredSave>& heads)
    {
        const auto lock = folder->lockJournal();
        if (!lock || !SeenFolder(folder->seenFolder(key.id())).remember(heads))
            qFatal("not remembered");
    }

    Outbox::Report replicate(StateStore& primary, bool oneLineOnly = false)
    {
        const auto report = outbox->replicate(primary, key, oneLineOnly);
        if (!report)
            qFatal("%s", qPrintable(describe(report.error())));
        return *report;
    }

    ReplicationState notes() { return *ReplicationNotes(folder).read(key); }

    std::shared_ptr<FakeClock> clock;
    std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
    std::shared_ptr<StateFolder> folder;
    std::unique_ptr<Outbox> outbox;
};

inline std::vector<QString> idsOf(const std::vector<StoredSave>& saves)
{
    std::vector<QString> ids;
    for (const StoredSave& save : saves)
        ids.push_back(save.record.saveId);
    return ids;
}

/// A save of another machine that follows these.
inline StoredSave foreign(const QString& folder, const std::optional<SaveRecord>& parent, const Timestamp& now)
{
    IdentityInput input;
    input.account = key.account;
    input.folder = folder;
    input.parent = parent;
    input.now = now;
    StoredSave save;
    save.state = stateOf(99);
    save.record = makeRecord(input, save.state);
    save.proof = Proof::Verified;
    return save;
}

} // namespace outboxfixture
