// SPDX-License-Identifier: MIT
// Searches sequences of saves, outages, crashes, lost and late writes, wiped and set-back primaries and wrong clocks on
// two or three machines for one after which a save is lost without being told. The rules run for real; only disks and
// the primary are in memory.
#include "core/manager/head.h"
#include "core/manager/identity.h"
#include "core/manager/outbox.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace tradestate;
using tradestate::test::at;

namespace {

using Ids = std::set<QString>;

struct ModelMachine
{
    QString folder;
    std::vector<StoredSave> journal; ///< oldest first
    std::vector<StoredSave> seen;
    ReplicationState notes;
    qint64 clockSeconds = 0; ///< how far its clock is off
};

enum class Step {
    OwnSave,
    OwnSaveUnacknowledged, // the program dies between the journal and the answer
    SaveByHand, // from the head as it is read; chooses in a fork
    Read,
    Replicate,
    ReplicateOneAndDie, // after the write, before it is noted
    ReplicateLost, // the first write is accepted and never there
    ReplicateLate, // the first write times out and arrives later
    LoseFolder,
    ClockBack,
    ClockForward,
    // of the primary
    Down,
    Up,
    Wipe,
    SetBack,
    Tear,
    LateArrives,
    Refuse, // the next new save is refused for good
};
constexpr int machineSteps = 11;
constexpr int primarySteps = 7;

struct World
{
    std::vector<ModelMachine> machines;
    std::map<QString, StoredSave> primary;
    std::map<QString, StoredSave> copy; ///< an older backup of the primary
    std::vector<StoredSave> late;
    bool up = true;
    bool refuseNext = false;
    Ids refused;
    qint64 time = at("2025-07-20T08:00:00Z").nanoseconds();
    int folders = 0;
    int states = 0;
    // What really happened, which no rule may look at.
    std::map<QString, Ids> history; ///< all that went into a save, itself included
    std::map<QString, TradingState> truth;
    Ids acknowledged;
    bool sawFork = false;
    bool sawLoss = false;
    QStringList story;
    QString broken; ///< the first promise that was broken
};

QString newFolder(World& world)
{
    return QStringLiteral("folder-%1").arg(++world.folders);
}

World newWorld(int machines)
{
    World world;
    for (int i = 0; i < machines; ++i)
        world.machines.push_back({ newFolder(world), {}, {}, {}, 0 });
    return world;
}

void breakPromise(World& world, const QString& what)
{
    if (world.broken.isEmpty())
        world.broken = what + QStringLiteral(" after ") + world.story.join(QStringLiteral(", "));
}

std::vector<StoredSave> headsOf(const World& world)
{
    std::map<QString, StoredSave> newest;
    for (const auto& [saveId, save] : world.primary) {
        const auto [known, isNew] = newest.try_emplace(save.record.folder, save);
        if (!isNew && known->second.record.savedAt < save.record.savedAt)
            known->second = save;
    }
    std::vector<StoredSave> heads;
    for (auto& [folder, save] : newest)
        heads.push_back(std::move(save));
    return heads;
}

void remember(ModelMachine& machine, const std::vector<StoredSave>& heads)
{
    for (const StoredSave& head : heads) {
        if (head.proof == Proof::Torn)
            continue;
        const bool known = std::any_of(machine.seen.begin(), machine.seen.end(), [&head](const StoredSave& save) {
            return save.record.saveId == head.record.saveId || covers(save.record, head.record);
        });
        if (!known)
            machine.seen.push_back(head);
    }
    const std::vector<StoredSave> all = machine.seen;
    std::erase_if(machine.seen, [&all](const StoredSave& save) {
        return std::any_of(
            all.begin(), all.end(), [&save](const StoredSave& other) { return covers(other.record, save.record); });
    });
}

HeadInput inputOf(const World& world, const ModelMachine& machine)
{
    HeadInput input;
    input.hasPrimary = true;
    if (world.up)
        input.primaryHeads = headsOf(world);
    if (!machine.journal.empty())
        input.journalNewest = machine.journal.back();
    input.seen = machine.seen;
    input.confirmed = machine.notes.confirmed;
    return input;
}

/// What this machine can see holds only saves that the decision accounts for, and nothing is shown that is not so.
void checkDecision(World& world, const ModelMachine& machine, const HeadInput& input, const HeadDecision& decision)
{
    Ids visible;
    for (const StoredSave& save : machine.journal)
        visible.insert(save.record.saveId);
    for (const StoredSave& save : machine.seen)
        visible.insert(save.record.saveId);
    if (input.primaryHeads) {
        for (const auto& [saveId, save] : world.primary)
            visible.insert(saveId);
    }
    Ids shown;
    if (decision.head)
        shown.merge(Ids(world.history.at(decision.head->save->record.saveId)));
    for (const HeadCandidate& candidate : decision.fork)
        shown.merge(Ids(world.history.at(candidate.save->record.saveId)));
    if (!std::includes(shown.begin(), shown.end(), visible.begin(), visible.end()))
        breakPromise(world, QStringLiteral("a save is neither in the head's history nor in a named fork"));
    if (decision.empty != (visible.empty() && !decision.unreachable))
        breakPromise(world, QStringLiteral("empty is not empty"));
    if (!decision.head)
        return;
    const SaveRecord& head = decision.head->save->record;
    if (!decision.torn && decision.head->save->state != world.truth.at(head.saveId))
        breakPromise(world, QStringLiteral("a state is shown that was never saved like this"));
    if (input.primaryHeads && !decision.pending && !decision.torn) {
        const auto there = world.primary.find(head.saveId);
        if (there == world.primary.end() || there->second.proof != Proof::Verified)
            breakPromise(world, QStringLiteral("not pending, and not on the primary"));
    }
}

std::optional<SaveRecord> ownParent(const ModelMachine& machine)
{
    std::optional<SaveRecord> parent;
    if (!machine.journal.empty())
        parent = machine.journal.back().record;
    for (const StoredSave& save : machine.seen) {
        const bool follows = machine.journal.empty() || covers(save.record, machine.journal.back().record);
        if (follows && (!parent || parent->savedAt < save.record.savedAt))
            parent = save.record;
    }
    return parent;
}

void append(World& world, ModelMachine& machine, const std::optional<SaveRecord>& parent,
    const std::vector<SaveRecord>& resolved, bool acknowledged)
{
    IdentityInput input;
    input.folder = machine.folder;
    input.parent = parent;
    input.resolved = resolved;
    input.now = Timestamp::fromNanoseconds(world.time + machine.clockSeconds * nanosecondsPerSecond);
    StoredSave save;
    const QString pair = QStringLiteral("P-%1").arg(++world.states);
    save.state.positions.emplace(pair, Position(pair, {}));
    save.record = makeRecord(input, save.state);
    save.proof = Proof::Verified;
    Ids history { save.record.saveId };
    if (parent)
        history.merge(Ids(world.history.at(parent->saveId)));
    for (const SaveRecord& record : resolved)
        history.merge(Ids(world.history.at(record.saveId)));
    world.history[save.record.saveId] = history;
    world.truth[save.record.saveId] = save.state;
    if (acknowledged)
        world.acknowledged.insert(save.record.saveId);
    if (world.refuseNext) {
        world.refused.insert(save.record.saveId);
        world.refuseNext = false;
    }
    machine.journal.push_back(std::move(save));
}

void saveByHand(World& world, ModelMachine& machine)
{
    const HeadInput input = inputOf(world, machine);
    if (input.primaryHeads)
        remember(machine, *input.primaryHeads);
    const HeadDecision decision = decideHead(input);
    checkDecision(world, machine, input, decision);
    std::optional<SaveRecord> parent;
    std::vector<SaveRecord> resolved;
    if (decision.head)
        parent = decision.head->save->record;
    for (size_t i = 1; i < decision.fork.size(); ++i)
        resolved.push_back(decision.fork[i].save->record);
    // The check under the lock: all that this machine knows of is in what the new save follows.
    std::vector<SaveRecord> known;
    if (!machine.journal.empty())
        known.push_back(machine.journal.back().record);
    for (const StoredSave& save : machine.seen)
        known.push_back(save.record);
    std::vector<SaveRecord> followed = resolved;
    if (parent)
        followed.push_back(*parent);
    if (!areFollowed(known, followed))
        breakPromise(world, QStringLiteral("a save by hand does not follow what was read"));
    append(world, machine, parent, resolved, true);
}

/// One run of the outbox; returns what the rule would still send.
size_t replicate(World& world, ModelMachine& machine, Step how, bool retryRefused)
{
    if (!world.up)
        return 1;
    const std::vector<StoredSave> heads = headsOf(world);
    PendingInput input;
    for (auto save = machine.journal.rbegin(); save != machine.journal.rend(); ++save) {
        const bool tornThere = std::any_of(heads.begin(), heads.end(), [&](const StoredSave& head) {
            return head.record.saveId == save->record.saveId && head.proof == Proof::Torn;
        });
        if (anyKnows(heads, save->record) && !tornThere) {
            if (!machine.notes.confirmed || machine.notes.confirmed->savedAt < save->record.savedAt)
                machine.notes.confirmed
                    = ConfirmedSave { save->record.saveId, save->record.folder, save->record.savedAt, {} };
            break;
        }
        input.own.push_back({ save->record, JournalEntry { save->record.savedAt, save->record.saveId, {} }, nullptr });
    }
    input.seen = &machine.seen;
    input.heads = &heads;
    input.notes = machine.notes;
    input.retryRefused = retryRefused;
    const PendingSaves pending = decidePending(input);
    size_t left = pending.toSend.size();
    for (const PendingSave& save : pending.toSend) {
        const QString& saveId = save.record.saveId;
        if (world.refused.contains(saveId)) {
            RefusedSave refused;
            refused.saveId = saveId;
            refused.folder = save.record.folder;
            refused.savedAt = save.record.savedAt;
            refused.errorId = errorId(ErrorCode::RefusedByServer);
            if (std::none_of(machine.notes.refused.begin(), machine.notes.refused.end(),
                    [&saveId](const RefusedSave& other) { return other.saveId == saveId; }))
                machine.notes.refused.push_back(refused);
            --left;
            continue;
        }
        StoredSave whole;
        if (save.seen) {
            whole = *save.seen;
        } else {
            whole = *std::find_if(machine.journal.begin(), machine.journal.end(),
                [&saveId](const StoredSave& other) { return other.record.saveId == saveId; });
        }
        if (how == Step::ReplicateLost)
            return left;
        if (how == Step::ReplicateLate) {
            world.late.push_back(whole);
            return left;
        }
        world.primary[saveId] = whole;
        if (how == Step::ReplicateOneAndDie)
            return left;
        --left;
        if (save.entry)
            machine.notes.confirmed = ConfirmedSave { saveId, save.record.folder, save.record.savedAt, {} };
    }
    return left;
}

void read(World& world, ModelMachine& machine)
{
    const HeadInput input = inputOf(world, machine);
    const HeadDecision decision = decideHead(input);
    checkDecision(world, machine, input, decision);
    if (input.primaryHeads)
        remember(machine, *input.primaryHeads);
}

void take(World& world, int number)
{
    world.time += nanosecondsPerSecond;
    const int ofMachines = static_cast<int>(world.machines.size()) * machineSteps;
    const Step step
        = static_cast<Step>(number < ofMachines ? number % machineSteps : machineSteps + number - ofMachines);
    const size_t which = number < ofMachines ? static_cast<size_t>(number / machineSteps) : 0;
    ModelMachine& machine = world.machines[which];
    world.story.append(QStringLiteral("%1@%2").arg(static_cast<int>(step)).arg(which));
    switch (step) {
    case Step::OwnSave:
    case Step::OwnSaveUnacknowledged:
        append(world, machine, ownParent(machine), {}, step == Step::OwnSave);
        break;
    case Step::SaveByHand:
        saveByHand(world, machine);
        break;
    case Step::Read:
        break; // every step is followed by one
    case Step::Replicate:
    case Step::ReplicateOneAndDie:
    case Step::ReplicateLost:
    case Step::ReplicateLate:
        replicate(world, machine, step, false);
        break;
    case Step::LoseFolder:
        machine = { newFolder(world), {}, {}, {}, machine.clockSeconds };
        break;
    case Step::ClockBack:
        machine.clockSeconds -= 7200;
        break;
    case Step::ClockForward:
        machine.clockSeconds += 7200;
        break;
    case Step::Down:
        world.up = false;
        break;
    case Step::Up:
        world.up = true;
        world.copy = world.primary;
        break;
    case Step::Wipe:
        world.primary.clear();
        break;
    case Step::SetBack:
        world.primary = world.copy;
        break;
    case Step::Tear:
        if (!world.primary.empty()) {
            world.primary.begin()->second.proof = Proof::Torn;
            world.primary.begin()->second.state = {};
        }
        break;
    case Step::LateArrives:
        for (const StoredSave& save : world.late)
            world.primary.try_emplace(save.record.saveId, save);
        world.late.clear();
        break;
    case Step::Refuse:
        world.refuseNext = true;
        break;
    }
    if (step == Step::Read)
        read(world, machine);
    // Whoever looks now must see nothing wrong.
    for (const ModelMachine& looking : world.machines) {
        const HeadInput input = inputOf(world, looking);
        const HeadDecision decision = decideHead(input);
        checkDecision(world, looking, input, decision);
        world.sawFork = world.sawFork || decision.isFork();
        world.sawLoss = world.sawLoss || decision.lost;
    }
}

QStringList namedBy(const HeadDecision& decision)
{
    QStringList ids;
    if (decision.head)
        ids.append(decision.head->save->record.saveId);
    for (const HeadCandidate& candidate : decision.fork)
        ids.append(candidate.save->record.saveId);
    ids.removeDuplicates();
    ids.sort();
    return ids;
}

/// Everything is up again and every program gets its turn: all see the same, and nothing that still is anywhere is
/// lost.
void settle(World& world)
{
    world.up = true;
    world.refuseNext = false;
    for (const StoredSave& save : world.late)
        world.primary.try_emplace(save.record.saveId, save);
    world.late.clear();
    for (int round = 0; round < 2; ++round) {
        for (ModelMachine& machine : world.machines) {
            read(world, machine);
            replicate(world, machine, Step::Replicate, round == 0);
            read(world, machine);
        }
    }
    for (ModelMachine& machine : world.machines) {
        if (replicate(world, machine, Step::Replicate, false) != 0)
            breakPromise(world, QStringLiteral("a save is pending for ever"));
    }
    std::optional<QStringList> agreed;
    for (const ModelMachine& machine : world.machines) {
        const HeadInput input = inputOf(world, machine);
        const HeadDecision decision = decideHead(input);
        checkDecision(world, machine, input, decision);
        Ids shown;
        for (const QString& id : namedBy(decision))
            shown.merge(Ids(world.history.at(id)));
        // A refused save stays on its machine: only there it can be told.
        const bool hasRefused = !world.refused.empty();
        for (const auto& [saveId, save] : world.primary) {
            if (world.acknowledged.contains(saveId) && !shown.contains(saveId))
                breakPromise(world, QStringLiteral("an acknowledged save is lost"));
        }
        for (const StoredSave& save : machine.journal) {
            if (!shown.contains(save.record.saveId))
                breakPromise(world, QStringLiteral("a save of this machine's journal is lost"));
            if (!hasRefused && !anyKnows(*input.primaryHeads, save.record))
                breakPromise(world, QStringLiteral("a save never reached the primary"));
        }
        if (hasRefused)
            continue;
        if (decision.pending)
            breakPromise(world, QStringLiteral("pending although everything was sent"));
        if (agreed && *agreed != namedBy(decision))
            breakPromise(world, QStringLiteral("two machines see different heads"));
        agreed = namedBy(decision);
    }
    // Choosing ends every fork, for everybody.
    if (!world.refused.empty())
        return;
    saveByHand(world, world.machines.front());
    replicate(world, world.machines.front(), Step::Replicate, false);
    for (const ModelMachine& machine : world.machines) {
        const HeadInput input = inputOf(world, machine);
        const HeadDecision decision = decideHead(input);
        if (decision.isFork() || decision.pending || decision.torn)
            breakPromise(world, QStringLiteral("a choice did not settle it"));
    }
}

int stepsOf(const World& world)
{
    return static_cast<int>(world.machines.size()) * machineSteps + primarySteps;
}

/// Every sequence of so many steps.
void searchAll(const World& world, int depth, int& sequences, QString& broken)
{
    if (depth == 0) {
        World end = world;
        settle(end);
        ++sequences;
        if (broken.isEmpty())
            broken = end.broken;
        return;
    }
    for (int step = 0; step < stepsOf(world) && broken.isEmpty(); ++step) {
        World next = world;
        take(next, step);
        searchAll(next, depth - 1, sequences, broken);
    }
}

World prepared(const std::vector<int>& steps)
{
    World world = newWorld(2);
    for (const int step : steps)
        take(world, step);
    return world;
}

int onMachine(int machine, Step step)
{
    return machine * machineSteps + static_cast<int>(step);
}

int ofPrimary(Step step)
{
    return 2 * machineSteps + static_cast<int>(step) - machineSteps;
}

} // namespace

class TestHeadModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShortSequence_data()
    {
        QTest::addColumn<std::vector<int>>("start");
        const int save0 = onMachine(0, Step::OwnSave);
        const int send0 = onMachine(0, Step::Replicate);
        const int save1 = onMachine(1, Step::OwnSave);
        const int send1 = onMachine(1, Step::Replicate);
        const int read1 = onMachine(1, Step::Read);
        QTest::newRow("nothing yet") << std::vector<int> {};
        QTest::newRow("one save that both know") << std::vector<int> { save0, send0, read1 };
        QTest::newRow("a line of two machines")
            << std::vector<int> { save0, send0, read1, save1, send1, onMachine(0, Step::Read) };
        QTest::newRow("both offline, both saved")
            << std::vector<int> { save0, send0, read1, ofPrimary(Step::Up), ofPrimary(Step::Down), save0, save1 };
        QTest::newRow("a fork that is sent")
            << std::vector<int> { save0, send0, read1, ofPrimary(Step::Up), save0, save1, send0, send1 };
    }
    void everyShortSequence()
    {
        QFETCH(std::vector<int>, start);
        int sequences = 0;
        QString broken;
        searchAll(prepared(start), 2, sequences, broken);
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
        QCOMPARE(sequences, stepsOf(newWorld(2)) * stepsOf(newWorld(2)));
    }

    void randomLongSequences()
    {
        bool isSet = false;
        const int more = qEnvironmentVariableIntValue("TRADESTATE_MODEL_RUNS", &isSet);
        const int runs = isSet ? more : 1500;
        std::mt19937 random(20250720);
        int forks = 0;
        int losses = 0;
        for (int run = 0; run < runs; ++run) {
            World world = newWorld(3);
            const int length = 4 + static_cast<int>(random() % 14);
            for (int i = 0; i < length; ++i)
                take(world, static_cast<int>(random() % static_cast<unsigned>(stepsOf(world))));
            forks += world.sawFork ? 1 : 0;
            losses += world.sawLoss ? 1 : 0;
            settle(world);
            QVERIFY2(world.broken.isEmpty(), qPrintable(QStringLiteral("run %1: ").arg(run) + world.broken));
        }
        // The search must have met what it is for.
        QVERIFY(forks > runs / 10);
        QVERIFY(losses > runs / 30);
    }
};

QTEST_GUILESS_MAIN(TestHeadModel)
#include "tst_head_model.moc"
