// SPDX-License-Identifier: MIT
// InfluxDB is killed and started again and again while a session trades: at the end everything that was acknowledged is
// there, in order, once.
#include "core/manager/tradingsession.h"
#include "tests/support/influxdserver.h"

#include <QTemporaryDir>
#include <QTest>

#include <deque>
#include <random>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr int outages = 8;
constexpr int tradesBetween = 25;
constexpr int pauseMilliseconds = 15;

StateChange numbered(int number)
{
    StateChange change;
    const QString pair = QStringLiteral("P%1-Q").arg(number % 7);
    change.positions[pair] = Position(pair,
        { { "direction", Json("long") }, { "quantity", Json::integer(number) }, { "entry_price", Json::integer(1) } });
    return change;
}

} // namespace

class TestSessionOutages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingAcknowledgedArrivesInOrderAndOnce()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("outages")));
        const QTemporaryDir folder;
        TradingSession::Options options;
        options.waitAtShutdown = std::chrono::minutes(2);
        QStringList acknowledged;
        int madeInOutages = 0;
        {
            TradingSession session(partsIn(folder.path(), server.url()), options);
            const auto start = session.initialize();
            QVERIFY2(start, qPrintable(start ? QString() : describe(start.error())));
            acknowledged.append(start->record->saveId);
            std::mt19937 random(7);
            std::uniform_int_distribution<int> some(0, tradesBetween);
            int number = 0;
            const auto trade = [&](int count) {
                for (int made = 0; made < count; ++made) {
                    const auto saved = session.recordTrade(numbered(++number)).result();
                    if (!saved)
                        return false;
                    if (acknowledged.last() != saved->saveId)
                        acknowledged.append(saved->saveId);
                    QTest::qSleep(pauseMilliseconds);
                }
                return true;
            };
            for (int outage = 0; outage < outages; ++outage) {
                QVERIFY(trade(tradesBetween));
                server.kill(); // also in the middle of what is being sent
                const auto before = acknowledged.size();
                QVERIFY(trade(some(random)));
                madeInOutages += int(acknowledged.size() - before);
                QVERIFY2(server.startAgain(), qPrintable(server.problem()));
            }
            QVERIFY(trade(tradesBetween));
            const auto end = session.shutdown();
            QVERIFY(end);
            QVERIFY2(end->confirmed, qPrintable(end->primaryError ? describe(*end->primaryError) : QString()));
            acknowledged.append(end->record.saveId);
        }
        QVERIFY(madeInOutages > outages);

        // Another machine sees what is in InfluxDB and nothing else.
        const QTemporaryDir elsewhere;
        StateManager other(partsIn(elsewhere.path(), server.url()));
        const auto lines = other.history({}, 100000);
        QVERIFY2(lines, qPrintable(lines ? QString() : describe(lines.error())));
        QStringList stored;
        for (auto line = lines->rbegin(); line != lines->rend(); ++line)
            stored.append(line->record.saveId);
        // An empty InfluxDB is first given the newest save alone: what was made before that contact stays here.
        QVERIFY(!stored.isEmpty());
        const auto contact = acknowledged.indexOf(stored.first());
        QVERIFY2(contact >= 0 && contact <= 2, qPrintable(QString::number(contact)));
        QCOMPARE(stored, acknowledged.mid(contact));
        const auto proofs = other.verify({}, true);
        QVERIFY(proofs);
        int verified = 0;
        for (const VerifyLine& proof : *proofs) {
            if (proof.saveId.isEmpty())
                continue;
            QVERIFY2(proof.status == QLatin1String("verified"), qPrintable(proof.source + proof.status));
            ++verified;
        }
        QVERIFY(verified >= stored.size());
        StateManager here(partsIn(folder.path(), server.url()));
        QCOMPARE(here.load().value().pendingSaves, 0);
        qInfo("%d saves over %d outages, %d of them made while InfluxDB was down", int(acknowledged.size()), outages,
            madeInOutages);
    }

private:
    static StateManager::Parts partsIn(const QString& folder, const QString& url)
    {
        StateManager::Parts parts;
        parts.settings.folder = folder;
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = url;
        parts.settings.bucket = QStringLiteral("outages");
        parts.settings.connectionTimeoutSeconds = 5;
        parts.program = QStringLiteral("tst_outages");
        return parts;
    }
};

QTEST_GUILESS_MAIN(TestSessionOutages)
#include "tst_session_outages.moc"
