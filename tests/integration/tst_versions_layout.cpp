// SPDX-License-Identifier: MIT
#include "tests/support/eventlogfixture.h"
#include "tests/support/eventloggenerator.h"
#include "tests/support/problem.h"
#include "tests/support/savedsets.h"
#include "tests/support/stategenerator.h"
#include "tests/support/suiteserver.h"
#include "tests/support/versionssaves.h"

#include <QTest>

#include <algorithm>

using namespace tradestate;
using namespace tradestate::test;

class tst_versions_layout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void emptyBucket();
    void lastSaveOfTheEventLog();
    void oddLogs_data();
    void oddLogs();
    void everyPastSave();
    void historyHasOneEntryPerMark();
    void ownSaveIsProvenAndRepeatable();
    void unfinishedSaveIsIgnored();
    void foldersHaveHeadsOfTheirOwn();
    void pythonGoesOnAfterAnOwnSave();
    void tradeAfterAnOwnSave();
    void tornOwnSave();
    void numbersAndNamesRoundTrip();
    void whatCannotStandIsRefused();
    void reconcilingSaveKeepsPairStates();

private:
    void load(const std::vector<LogEvent>& events);

    SuiteServer m_server;
    std::unique_ptr<InfluxClient> m_client;
    std::unique_ptr<VersionsLayout> m_layout;
};

void tst_versions_layout::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.problem()));
}

void tst_versions_layout::init()
{
    m_client = std::make_unique<InfluxClient>(m_server.emptyBucket());
    m_layout = std::make_unique<VersionsLayout>(*m_client, InfluxLayoutContext());
}

void tst_versions_layout::load(const std::vector<LogEvent>& events)
{
    const auto written = m_client->write(linesOfEvents(events));
    QVERIFY2(written, problemOf(written).constData());
}

void tst_versions_layout::emptyBucket()
{
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QVERIFY(heads->empty());
    QVERIFY(m_layout->history(Timestamp(), 10, {})->empty());
    QVERIFY(!*m_layout->newestEvent({}));
}

void tst_versions_layout::lastSaveOfTheEventLog()
{
    QVERIFY(m_server.load(QStringLiteral(TRADESTATE_FIXTURES "/python-system/event_log.lp")));
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(heads->size(), size_t(1));
    const StoredSave& save = heads->front();
    const auto events = fixtureEvents(QStringLiteral("event_log.lp"));
    const auto whole = newestPythonSave({ events, {}, {}, {} }, {});
    QCOMPARE(save.state, whole->state);
    QCOMPARE(save.record, whole->record);
    QCOMPARE(save.findings, whole->findings);
    QCOMPARE(save.ghosts, whole->ghosts);
    QCOMPARE(save.proof, Proof::Verified);
    const Json truth = lastSaveOfEventLog();
    std::set<QString> held;
    for (const auto& [key, row] : *truth.find("positions")->asObject())
        held.insert(toQString(key));
    QCOMPARE(keysOf(save.state.positions), held);
    QCOMPARE(save.state.pairStates.size(), size_t(15));
    for (const auto& [key, row] : *truth.find("pair_states")->asObject())
        QCOMPARE(Json(save.state.pairStates.at(toQString(key)).fields()), row);
    QCOMPARE(ghostsOf(save), std::set<QString>({ QStringLiteral("PG.US-CL.US") }));
    QCOMPARE((*m_layout->newestEvent({}))->nanoseconds(), events.back().time);
    // The same again, from what was remembered.
    QCOMPARE(m_layout->readHeads({})->front().state, save.state);
}

void tst_versions_layout::oddLogs_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "fresh_start", "interrupted", "reconciled_and_backtest", "returned_ghost", "vanished" })
        QTest::newRow(name) << QStringLiteral("event_log_") + QLatin1String(name);
}

void tst_versions_layout::oddLogs()
{
    QFETCH(QString, name);
    QVERIFY(m_server.load(QStringLiteral(TRADESTATE_FIXTURES "/python-system/") + name + QStringLiteral(".lp")));
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(heads->size(), size_t(1));
    const StoredSave& save = heads->front();
    const Json expected = parseJson(pythonFixture(name + QStringLiteral(".expected.json")))->value;
    QCOMPARE(keysOf(save.state.positions), texts(expected.find("positions")));
    QCOMPARE(ghostsOf(save), texts(expected.find("ghosts")));
    QCOMPARE(save.proof, Proof::Verified);
    if (expected.find("pair_states"))
        QCOMPARE(keysOf(save.state.pairStates), texts(expected.find("pair_states")));
    if (const Json* value = expected.find("total_value"))
        QCOMPARE(*save.state.portfolio.totalValue(), *value->asNumber());
    if (const Json* list = expected.find("findings")) {
        for (const Json& finding : *list->asArray()) {
            const Json::Array& parts = *finding.asArray();
            QVERIFY2(hasFinding(save, shownText(parts[0]), parts[1].isNull() ? QString() : shownText(parts[1])),
                qPrintable(shownText(finding)));
        }
    }
    if (const Json* stops = expected.find("stop_loss")) {
        for (const auto& [pair, stop] : *stops->asObject())
            QCOMPARE(*save.state.positions.at(toQString(pair)).stopLoss(), *stop.asNumber());
    }
}

void tst_versions_layout::everyPastSave()
{
    const auto events = fixtureEvents(QStringLiteral("event_log.lp"));
    load(events);
    const auto entries = m_layout->history(Timestamp(), 0, {});
    QVERIFY2(entries, problemOf(entries).constData());
    QCOMPARE(entries->size(), size_t(11));
    int verified = 0;
    for (const HistoryEntry& entry : *entries) {
        const auto save = m_layout->readSave(entry.record, {});
        QVERIFY2(save, problemOf(save).constData());
        std::vector<LogEvent> before;
        std::copy_if(events.begin(), events.end(), std::back_inserter(before),
            [&entry](const LogEvent& event) { return event.time <= entry.record.savedAt.nanoseconds(); });
        const auto expected = newestPythonSave({ before, {}, {}, {} }, {});
        QCOMPARE(save->state, expected->state);
        QCOMPARE(save->record, expected->record);
        QCOMPARE(save->proof, expected->proof);
        QCOMPARE(save->findings, expected->findings);
        verified += save->proof == Proof::Verified ? 1 : 0;
        QCOMPARE(save->record.parentSaveId, entry.record.parentSaveId);
    }
    // One save does not count the trade that was made just before it.
    QCOMPARE(verified, 10);
    SaveRecord other = entries->front().record;
    other.saveId += QLatin1Char('x');
    QCOMPARE(errorIdOf(m_layout->readSave(other, {})), QStringLiteral("no-such-save"));
}

void tst_versions_layout::historyHasOneEntryPerMark()
{
    load(fixtureEvents(QStringLiteral("event_log_reconciled_and_backtest.lp")));
    const auto all = m_layout->history(Timestamp(), 0, {});
    QVERIFY2(all, problemOf(all).constData());
    QCOMPARE(all->size(), size_t(3));
    QVERIFY(all->at(0).record.savedAt > all->at(1).record.savedAt);
    QCOMPARE(all->at(0).record.parentSaveId, all->at(1).record.saveId);
    QCOMPARE(all->at(0).record.folder, python);
    QCOMPARE(all->at(0).where, QStringLiteral("primary"));
    QVERIFY(!all->at(0).equity);
    const auto two = m_layout->history(Timestamp(), 2, {});
    QCOMPARE(two->size(), size_t(2));
    QCOMPARE(two->at(1).record, all->at(1).record);
    const auto since = m_layout->history(all->at(1).record.savedAt, 0, {});
    QCOMPARE(since->size(), size_t(2));

    const auto heads = m_layout->readHeads({});
    const StoredSave own
        = nextSave(heads->front().state, *heads, heads->front().record.savedAt.plusNanoseconds(nanosecondsPerSecond));
    const auto written = m_layout->write(own, {});
    QVERIFY2(written, problemOf(written).constData());
    const auto withOwn = m_layout->history(Timestamp(), 3, {});
    QCOMPARE(withOwn->size(), size_t(3));
    QCOMPARE(withOwn->front().record, own.record);
    QCOMPARE(withOwn->at(1).record.saveId, all->at(0).record.saveId);
}

void tst_versions_layout::ownSaveIsProvenAndRepeatable()
{
    load(fixtureEvents(QStringLiteral("event_log.lp")));
    auto heads = m_layout->readHeads({});
    TradingState state = heads->front().state;
    state.positions.erase(state.positions.begin());
    const StoredSave own = nextSave(state, *heads, (*m_layout->newestEvent({}))->plusNanoseconds(1000));
    auto written = m_layout->write(own, {});
    QVERIFY2(written, problemOf(written).constData());
    const auto events = allEvents(*m_client);
    QCOMPARE(events->size(), 225 + state.positions.size() + state.pairStates.size() + 2);
    // The portfolio after the rows, the commit last, each a microsecond later; the Python system's own form.
    QCOMPARE(events->back().stateId, eventlog::commitId);
    const LogEvent& portfolio = events->at(events->size() - 2);
    QCOMPARE(portfolio.stateId, eventlog::portfolioId);
    QCOMPARE(portfolio.operation, QStringLiteral("update"));
    QCOMPARE(portfolio.versionId,
        QStringLiteral("portfolio_main_update_") + own.record.savedAt.toMicrosecondText() + QLatin1Char('_')
            + own.record.saveId);
    QCOMPARE(events->back().time - portfolio.time, 1000);
    QCOMPARE(events->at(225).time, own.record.savedAt.nanoseconds());
    for (size_t i = 225; i < events->size(); ++i)
        QVERIFY(readEventData(events->at(i)).checksum == EventChecksum::Holds);

    heads = m_layout->readHeads({});
    QCOMPARE(heads->size(), size_t(2));
    const StoredSave* head = headOf(*heads, own.record.folder);
    QVERIFY(head);
    QCOMPARE(head->state, own.state);
    QCOMPARE(head->record, own.record);
    QCOMPARE(head->proof, Proof::Verified);
    QCOMPARE(ghostsOf(*head), std::set<QString>({ QStringLiteral("PG.US-CL.US"), QStringLiteral("BRENT-WTI") }));
    QVERIFY(knows(head->record, headOf(*heads, python)->record));
    QCOMPARE(m_layout->readSave(own.record, {})->state, own.state);

    written = m_layout->write(own, {});
    QVERIFY2(written, problemOf(written).constData());
    QCOMPARE(*allEvents(*m_client), *events);
}

void tst_versions_layout::unfinishedSaveIsIgnored()
{
    load(fixtureEvents(QStringLiteral("event_log.lp")));
    const auto before = m_layout->readHeads({});
    TradingState state = generateState(3, 3, 7);
    const StoredSave own = nextSave(state, *before, (*m_layout->newestEvent({}))->plusNanoseconds(1000));
    auto events = eventsOfSave(own);
    QVERIFY2(events, problemOf(events).constData());
    events->pop_back();
    load(*events);
    const auto after = m_layout->readHeads({});
    QVERIFY2(after, problemOf(after).constData());
    QCOMPARE(after->size(), size_t(1));
    QCOMPARE(after->front().state, before->front().state);
    QCOMPARE(after->front().ghosts, before->front().ghosts);
    QCOMPARE(after->front().record, before->front().record);
    QCOMPARE(m_layout->history(Timestamp(), 0, {})->size(), size_t(11));
    // Finished later, from the journal.
    const auto written = m_layout->write(own, {});
    QVERIFY2(written, problemOf(written).constData());
    QCOMPARE(headOf(*m_layout->readHeads({}), own.record.folder)->state, own.state);
}

void tst_versions_layout::foldersHaveHeadsOfTheirOwn()
{
    const Timestamp start = Timestamp::fromNanoseconds(1'752'998'400'000'000'000);
    const StoredSave first = nextSave(generateState(2, 3, 1), {}, start, 1, QStringLiteral("folder-a"));
    const StoredSave second = nextSave(
        generateState(3, 3, 2), {}, start.plusNanoseconds(nanosecondsPerSecond), 2, QStringLiteral("folder-b"));
    const StoredSave third = nextSave(
        generateState(1, 1, 3), {}, start.plusNanoseconds(2 * nanosecondsPerSecond), 3, QStringLiteral("folder-a"));
    for (const StoredSave* save : { &second, &third, &first }) {
        const auto written = m_layout->write(*save, {});
        QVERIFY2(written, problemOf(written).constData());
    }
    const auto heads = m_layout->readHeads({});
    QCOMPARE(heads->size(), size_t(2));
    QCOMPARE(headOf(*heads, QStringLiteral("folder-a"))->state, third.state);
    QCOMPARE(headOf(*heads, QStringLiteral("folder-b"))->state, second.state);
    QCOMPARE(m_layout->readSave(first.record, {})->state, first.state);
}

void tst_versions_layout::pythonGoesOnAfterAnOwnSave()
{
    auto events = fixtureEvents(QStringLiteral("event_log.lp"));
    const auto last = std::find_if(events.rbegin(), events.rend(), [&](const LogEvent& event) {
        return event.stateId == eventlog::portfolioId && event.time < events.back().time;
    });
    const std::vector<LogEvent> later(last.base(), events.end());
    events.erase(last.base(), events.end());
    load(events);
    auto heads = m_layout->readHeads({});
    StoredSave own = nextSave(generateState(2, 2, 9), *heads, (*m_layout->newestEvent({}))->plusNanoseconds(1000));
    QVERIFY(own.record.savedAt.nanoseconds() + 10'000 < later.front().time);
    QVERIFY(m_layout->write(own, {}));
    load(later);
    heads = m_layout->readHeads({});
    QCOMPARE(heads->size(), size_t(2));
    const StoredSave* after = headOf(*heads, python);
    QVERIFY(knows(after->record, own.record));
    QVERIFY(!knows(headOf(*heads, own.record.folder)->record, after->record));
    QCOMPARE(after->record.parentSaveId, own.record.saveId);
    QCOMPARE(after->state.positions,
        newestPythonSave({ fixtureEvents(QStringLiteral("event_log.lp")), {}, {}, {} }, {})->state.positions);
    // What only our save held did not stay on record: the Python system never knew it.
    for (const auto& [pair, position] : own.state.positions) {
        if (!after->state.positions.contains(pair))
            QVERIFY(ghostsOf(*after).contains(pair));
    }
    QCOMPARE(m_layout->readSave(after->record, {})->state.positions, after->state.positions);
}

void tst_versions_layout::tradeAfterAnOwnSave()
{
    load(fixtureEvents(QStringLiteral("event_log.lp")));
    auto heads = m_layout->readHeads({});
    const StoredSave own
        = nextSave(generateState(2, 2, 9), *heads, (*m_layout->newestEvent({}))->plusNanoseconds(1000));
    QVERIFY(m_layout->write(own, {}));
    const qint64 later = own.record.savedAt.nanoseconds() + nanosecondsPerSecond;
    load({ pythonPosition(QStringLiteral("NEW-TRADE"), later) });
    heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(heads->size(), size_t(2));
    const StoredSave* trades = headOf(*heads, python);
    QVERIFY(knows(trades->record, own.record));
    std::set<QString> expected = keysOf(own.state.positions);
    expected.insert(QStringLiteral("NEW-TRADE"));
    QCOMPARE(keysOf(trades->state.positions), expected);
    QCOMPARE(trades->proof, Proof::Unverified); // the trade has no checksum
    QCOMPARE(m_layout->readSave(trades->record, {})->state, trades->state);
    // A save that was made from it knows it.
    const StoredSave next = nextSave(trades->state, *heads, Timestamp::fromNanoseconds(later + 1000), 4);
    QVERIFY(m_layout->write(next, {}));
    heads = m_layout->readHeads({});
    QVERIFY(knows(headOf(*heads, next.record.folder)->record, headOf(*heads, python)->record));
}

void tst_versions_layout::tornOwnSave()
{
    const StoredSave own = nextSave(generateState(3, 3, 5), {}, Timestamp::fromNanoseconds(1'752'998'400'000'000'000));
    auto events = eventsOfSave(own);
    events->erase(events->begin());
    load(*events);
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(heads->front().proof, Proof::Torn);
    QCOMPARE(heads->front().record, own.record);
    QCOMPARE(heads->front().state.positions.size(), size_t(2));
    QVERIFY(hasFinding(heads->front(), findings::countMismatch, {}));
}

void tst_versions_layout::numbersAndNamesRoundTrip()
{
    TradingState state = generateHostileState(3);
    const auto cannotStand = [](const auto& entry) {
        const QString& pair = entry.first;
        return pair.endsWith(QLatin1Char('\\'))
            || std::any_of(pair.begin(), pair.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
    };
    const size_t before = state.positions.size();
    std::erase_if(state.positions, cannotStand);
    std::erase_if(state.pairStates, cannotStand);
    QVERIFY(!state.positions.empty() && state.positions.size() < before);
    state.portfolio.setField("metadata", Json("not a session"));
    state.portfolio.setField("precise", Json(Decimal::parse("1.2500").value()));
    const StoredSave own = nextSave(state, {}, Timestamp::fromNanoseconds(1'752'998'400'000'000'001));
    const auto written = m_layout->write(own, {});
    QVERIFY2(written, problemOf(written).constData());
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(heads->front().proof, Proof::Verified);
    QCOMPARE(canonicalForm(heads->front().state), canonicalForm(state));
    QCOMPARE(heads->front().record, own.record);
}

void tst_versions_layout::whatCannotStandIsRefused()
{
    for (const QString& pair : { QStringLiteral("A\nB"), QStringLiteral("A\\"), QStringLiteral("A\tB") }) {
        TradingState state;
        state.positions.emplace(pair, Position(pair, {}));
        const auto written
            = m_layout->write(nextSave(state, {}, Timestamp::fromNanoseconds(1'752'998'400'000'000'000)), {});
        QCOMPARE(errorIdOf(written), errorId(ErrorCode::CannotBeStored));
    }
    TradingState big;
    big.pairStates.emplace(QStringLiteral("A-B"), PairState({ { "history", Json(std::string(1'100'000, 'x')) } }));
    const auto written = m_layout->write(nextSave(big, {}, Timestamp::fromNanoseconds(1'752'998'400'000'000'000)), {});
    QCOMPARE(errorIdOf(written), errorId(ErrorCode::CannotBeStored));
    QVERIFY(written.error().subject.contains(QLatin1String("A-B")));
    QVERIFY(allEvents(*m_client)->empty());
}

void tst_versions_layout::reconcilingSaveKeepsPairStates()
{
    auto events = fixtureEvents(QStringLiteral("event_log_reconciled_and_backtest.lp"));
    const auto reconciled = std::find_if(events.begin(), events.end(),
        [](const LogEvent& event) { return event.data.find("reconciliation_time") != std::string::npos; });
    QVERIFY(reconciled != events.end());
    events.erase(reconciled + 1, events.end());
    load(events);
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(heads->front().state.pairStates.size(), size_t(4));
    QCOMPARE(heads->front().state.positions.size(), size_t(3));
    QCOMPARE(heads->front().proof, Proof::Verified);
    const auto entries = m_layout->history(Timestamp(), 0, {});
    QVERIFY2(entries, problemOf(entries).constData());
    QCOMPARE(entries->size(), size_t(2));
    QCOMPARE(entries->front().equity->text(), std::string("100873.41"));
    QVERIFY(!entries->back().equity);
    for (const HistoryEntry& entry : *entries)
        QCOMPARE(entry.record.pairStateCount, 4);
}

QTEST_GUILESS_MAIN(tst_versions_layout)
#include "tst_versions_layout.moc"
