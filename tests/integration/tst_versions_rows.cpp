// SPDX-License-Identifier: MIT
#include "tests/support/eventlogfixture.h"
#include "tests/support/eventloggenerator.h"
#include "tests/support/interposedserver.h"
#include "tests/support/problem.h"
#include "tests/support/savedsets.h"
#include "tests/support/stategenerator.h"
#include "tests/support/suiteserver.h"
#include "tests/support/versionssaves.h"

#include <QTest>

#include <algorithm>

using namespace tradestate;
using namespace tradestate::test;

namespace {

bool asksForIndex(const HttpRequestSeen& request)
{
    return request.body.contains("SHOW%20TAG%20VALUES") || request.body.contains("SHOW+TAG+VALUES");
}

} // namespace

/// Rows of the event log that go, that come while it is read, and that are many.
class tst_versions_rows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void rowsAreExportedAndTakenAway();
    void onlyExportedRowsAreTakenAway();
    void longLog();
    void portfolioNoLongerWritten();
    void saveMadeWhileReading();
    void serverThatKeepsNoIndex();

private:
    void load(const std::vector<LogEvent>& events);

    SuiteServer m_server;
    std::unique_ptr<InfluxClient> m_client;
    std::unique_ptr<VersionsLayout> m_layout;
};

void tst_versions_rows::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.problem()));
}

void tst_versions_rows::init()
{
    m_client = std::make_unique<InfluxClient>(m_server.emptyBucket());
    m_layout = std::make_unique<VersionsLayout>(*m_client, InfluxLayoutContext());
}

void tst_versions_rows::load(const std::vector<LogEvent>& events)
{
    const auto written = m_client->write(linesOfEvents(events));
    QVERIFY2(written, problemOf(written).constData());
}

void tst_versions_rows::rowsAreExportedAndTakenAway()
{
    load(fixtureEvents(QStringLiteral("event_log.lp")));
    const auto heads = m_layout->readHeads({});
    const QString gone = QStringLiteral("BRENT-WTI");
    const QString ghost = QStringLiteral("PG.US-CL.US");
    TradingState state = heads->front().state;
    state.positions.erase(gone);
    state.pairStates.erase(gone);
    const StoredSave own = nextSave(state, *heads, (*m_layout->newestEvent({}))->plusNanoseconds(1000));
    const RowKeys keys { { gone, ghost }, { gone } };
    const auto lines = m_layout->exportRows(keys, {});
    QVERIFY2(lines, problemOf(lines).constData());
    const auto written = m_layout->write(own, {});
    QVERIFY2(written, problemOf(written).constData());
    const auto removed = m_layout->removeRows(keys, {});
    QVERIFY2(removed, problemOf(removed).constData());

    auto exported = eventsFromLines(*lines);
    std::vector<LogEvent> expected;
    const auto taken = [&](const LogEvent& event) {
        return event.stateId == eventlog::positionPrefix + gone || event.stateId == eventlog::positionPrefix + ghost
            || event.stateId == eventlog::pairPrefix + gone;
    };
    for (const LogEvent& event : fixtureEvents(QStringLiteral("event_log.lp"))) {
        if (taken(event))
            expected.push_back(event);
    }
    std::sort(exported.begin(), exported.end(), earlierEvent);
    QCOMPARE(exported.size(), expected.size());
    QCOMPARE(exported, expected);
    QVERIFY(expected.size() > 11);
    const auto left = allEvents(*m_client);
    QCOMPARE(left->size(), 225 - expected.size() + own.state.positions.size() + own.state.pairStates.size() + 2);
    QVERIFY(std::none_of(left->begin(), left->end(), taken));
    const auto after = m_layout->readHeads({});
    QVERIFY2(after, problemOf(after).constData());
    const StoredSave* head = headOf(*after, own.record.folder);
    QCOMPARE(head->state, state);
    QCOMPARE(head->proof, Proof::Verified);
    QVERIFY(head->ghosts.empty());
    // The export is enough to have them back.
    load(exported);
    QCOMPARE(allEvents(*m_client)->size(), left->size() + expected.size());
}

void tst_versions_rows::onlyExportedRowsAreTakenAway()
{
    load(fixtureEvents(QStringLiteral("event_log.lp")));
    const QString pair = QStringLiteral("PG.US-CL.US");
    QCOMPARE(errorIdOf(m_layout->removeRows({ { pair }, {} }, {})), errorId(ErrorCode::WrongUse));
    QCOMPARE(allEvents(*m_client)->size(), size_t(225));
    QVERIFY(m_layout->exportRows({ { pair }, {} }, {}));
    const qint64 newest = (*m_layout->newestEvent({}))->nanoseconds();
    load({ pythonPosition(pair, newest + 1000) });
    QCOMPARE(errorIdOf(m_layout->removeRows({ { pair }, {} }, {})), errorId(ErrorCode::HeadChanged));
    // The version that nobody exported is still there.
    const auto left = allEvents(*m_client);
    QCOMPARE(left->back(), pythonPosition(pair, newest + 1000));
}

void tst_versions_rows::longLog()
{
    const GeneratedEventLog log = generateEventLog({ 900, 15, 6 });
    QVERIFY(log.events.size() > 18'000);
    load(log.events);
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    const StoredSave& save = heads->front();
    QCOMPARE(save.state.positions, log.positions);
    QCOMPARE(save.state.pairStates, log.pairStates);
    QCOMPARE(save.proof, Proof::Verified);
    QCOMPARE(ghostsOf(save), std::set<QString>({ log.ghost }));
    // Hundreds of saves after it came back it is still told.
    QVERIFY(hasFinding(save, findings::returnedGhost, log.returned));
    for (const auto& [pair, position] : save.state.positions)
        QCOMPARE(hasFinding(save, findings::returnedGhost, pair), pair == log.returned);
    QCOMPARE(m_layout->history(Timestamp(), 100, {})->size(), size_t(100));
    // One more save later, from what was remembered.
    const GeneratedEventLog more
        = generateEventLog({ 901, 15, 6, 1'795'425'324'580'557'000 + 300 * nanosecondsPerSecond });
    std::vector<LogEvent> added;
    std::copy_if(more.events.begin(), more.events.end(), std::back_inserter(added),
        [&log](const LogEvent& event) { return event.time > log.events.back().time; });
    load(added);
    const auto again = m_layout->readHeads({});
    QVERIFY2(again, problemOf(again).constData());
    QCOMPARE(again->front().state.pairStates, more.pairStates);
    QVERIFY(hasFinding(again->front(), findings::returnedGhost, log.returned));
    QCOMPARE(again->front().record.savedAt.nanoseconds(), more.events.back().time);
}

void tst_versions_rows::portfolioNoLongerWritten()
{
    GeneratedEventLog log = generateEventLog({ 40, 5, 4 });
    const qint64 stopped = log.events.back().time - 10 * 300 * nanosecondsPerSecond;
    std::erase_if(log.events,
        [stopped](const LogEvent& event) { return event.stateId == eventlog::portfolioId && event.time > stopped; });
    load(log.events);
    const auto heads = m_layout->readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    const StoredSave& save = heads->front();
    QVERIFY(hasFinding(save, findings::olderPortfolio, {}));
    QCOMPARE(save.state.positions, log.positions);
    QCOMPARE(save.state.pairStates, log.pairStates);
    QCOMPARE(ghostsOf(save), std::set<QString>({ log.ghost }));
    QCOMPARE(save.proof, Proof::Unverified);
    QVERIFY(log.events.back().time - save.record.savedAt.nanoseconds() < nanosecondsPerSecond);
    const auto same = m_layout->readSave(save.record, {});
    QVERIFY2(same, problemOf(same).constData());
    QCOMPARE(same->state.positions, save.state.positions);
}

void tst_versions_rows::saveMadeWhileReading()
{
    const auto events = fixtureEvents(QStringLiteral("event_log.lp"));
    const auto last = std::find_if(events.rbegin() + 1, events.rend(),
        [](const LogEvent& event) { return event.stateId == eventlog::portfolioId; });
    load({ events.begin(), last.base() });
    // The next save comes whole between two of the reader's queries, and its rows would be taken for trades.
    int interposed = 0;
    if (!m_server.loopbackPort())
        QSKIP("a server on another machine");
    InterposedServer between(
        *m_server.loopbackPort(), [&](const HttpRequestSeen& request) -> std::optional<QByteArray> {
            if (asksForIndex(request) && interposed++ == 0)
                load({ last.base(), events.end() });
            return std::nullopt;
        });
    QVERIFY(between.listen());
    InfluxSettings settings = m_client->settings();
    settings.url = between.url();
    InfluxClient client(settings);
    const auto heads = VersionsLayout(client, {}).readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QCOMPARE(interposed, 2);
    QCOMPARE(heads->front().record.savedAt.nanoseconds(), events.back().time);
    QCOMPARE(heads->front().state, newestPythonSave({ events, {}, {}, {} }, {})->state);
    QCOMPARE(heads->front().tradesSince, 0);
}

void tst_versions_rows::serverThatKeepsNoIndex()
{
    const auto events = fixtureEvents(QStringLiteral("event_log.lp"));
    load(events);
    int asked = 0;
    if (!m_server.loopbackPort())
        QSKIP("a server on another machine");
    InterposedServer between(
        *m_server.loopbackPort(), [&](const HttpRequestSeen& request) -> std::optional<QByteArray> {
            if (!asksForIndex(request))
                return std::nullopt;
            ++asked;
            return QByteArray("{\"results\":[{\"statement_id\":0}]}");
        });
    QVERIFY(between.listen());
    InfluxSettings settings = m_client->settings();
    settings.url = between.url();
    InfluxClient client(settings);
    const auto heads = VersionsLayout(client, {}).readHeads({});
    QVERIFY2(heads, problemOf(heads).constData());
    QVERIFY(asked > 0);
    QCOMPARE(ghostsOf(heads->front()), std::set<QString>({ QStringLiteral("PG.US-CL.US") }));
    QCOMPARE(heads->front().state, newestPythonSave({ events, {}, {}, {} }, {})->state);
}

QTEST_GUILESS_MAIN(tst_versions_rows)
#include "tst_versions_rows.moc"
