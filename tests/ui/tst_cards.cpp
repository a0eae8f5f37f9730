// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"
#include "tests/ui/tables.h"
#include "ui/views/cards.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace tradestate;
using test::number;
using test::toolTipText;

namespace {

void show(Cards& cards, const Snapshot& snapshot)
{
    cards.setSnapshot(snapshot, 4, 3, {});
}

/// Counts windows that open by themselves.
class WindowWatch final : public QObject
{
public:
    WindowWatch() { qApp->installEventFilter(this); }
    int opened = 0;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = qobject_cast<QWidget*>(watched);
        opened += widget && widget->isWindow() && event->type() == QEvent::Show ? 1 : 0;
        return false;
    }
};

} // namespace

class TestCards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void showsWhatWasMeasured()
    {
        const snapshots::Scene scene;
        Cards cards;
        show(cards, scene.connected());
        QCOMPARE(cards.equity()->value(), QStringLiteral("101,234.56"));
        QCOMPARE(cards.equity()->below(), QStringLiteral("as of 10:04"));
        QCOMPARE(cards.unrealised()->value(), QStringLiteral("+1,234.56"));
        QCOMPARE(cards.positions()->value(), QStringLiteral("7 of 15 pairs"));
        QCOMPARE(cards.positions()->below(), QStringLiteral("4 long · 3 short"));
        QCOMPARE(cards.bot()->value(), QStringLiteral("OptimizedPairsStrategy on ctrader"));
        QVERIFY(
            toolTipText(cards.bot()->toolTip()).contains(QLatin1String("Saved by trading-desk:paper-session:4711")));

        Snapshot losing = scene.connected();
        losing.state.portfolio.setField("total_pnl", number("-12.50"));
        show(cards, losing);
        QCOMPARE(cards.unrealised()->value(), QStringLiteral("−12.50"));
        QCOMPARE(cards.unrealised()->accessibleName(), QStringLiteral("Unrealised: −12.50, as of 10:04"));
    }

    void whatWasNotReadIsNotNone()
    {
        Snapshot unread;
        unread.conditions = { Condition::Unreachable };
        Cards cards;
        show(cards, unread);
        QCOMPARE(cards.positions()->value(), QStringLiteral("–"));
        QVERIFY(toolTipText(cards.positions()->toolTip()).contains(QLatin1String("not a flat book")));
    }

    void whatIsNotMeasuredIsNotShown()
    {
        Snapshot python = snapshots::Scene().unverified();
        // The Python system's constants; whose they are is told by its version.
        Json::Object metadata = python.state.session.fields();
        (*metadata["session_info"].asObject())["system_version"] = Json("EnhancedTradingSystem_v2.0");
        python.state.session = SessionInfo(metadata);
        Cards cards;
        show(cards, python);
        for (const Card* card : { cards.equity(), cards.unrealised() }) {
            QCOMPARE(card->value(), QStringLiteral("– not recorded"));
            QCOMPARE(card->below(), QString());
            QVERIFY2(toolTipText(card->toolTip()).contains(QLatin1String("stores 100,000.0 where it does not know")),
                qPrintable(card->toolTip()));
        }
        metadata["reconciliation_time"] = Json("2025-07-20T10:00:00");
        python.state.session = SessionInfo(metadata);
        show(cards, python);
        QCOMPARE(cards.equity()->value(), QStringLiteral("100,000.0"));

        python.state.portfolio = PortfolioSummary();
        show(cards, python);
        QCOMPARE(cards.equity()->value(), QStringLiteral("– not recorded"));
        QVERIFY(toolTipText(cards.equity()->toolTip()).endsWith(QLatin1String("The save holds no equity.")));
    }

    void aResultThatIsMissingIsNotBlamedOnTheEquity()
    {
        Snapshot snapshot = snapshots::Scene().connected();
        Json::Object portfolio = snapshot.state.portfolio.fields();
        portfolio.erase("total_pnl");
        snapshot.state.portfolio = PortfolioSummary(portfolio);
        Cards cards;
        show(cards, snapshot);
        QCOMPARE(cards.equity()->value(), QStringLiteral("101,234.56"));
        QCOMPARE(cards.unrealised()->value(), QStringLiteral("– not recorded"));
        QVERIFY2(!cards.unrealised()->toolTip().contains(QLatin1String("does not know its equity")),
            qPrintable(cards.unrealised()->toolTip()));
    }

    void countsOnRecord()
    {
        const snapshots::Scene scene;
        Cards cards;
        cards.setSnapshot(scene.flat(), 0, 0, {});
        QCOMPARE(cards.positions()->value(), QStringLiteral("0 of 15 pairs"));
        QCOMPARE(cards.positions()->below(), QString());
        cards.setSnapshot(scene.connected(), 4, 1, {});
        QCOMPARE(cards.positions()->below(), QStringLiteral("4 long · 1 short · 2 unknown"));
        Snapshot snapshot = scene.empty();
        cards.setSnapshot(snapshot, 0, 0, {});
        QCOMPARE(cards.positions()->value(), QStringLiteral("–")); // nothing saved is not a flat book
        QCOMPARE(cards.bot()->value(), QStringLiteral("– not recorded"));
        QCOMPARE(cards.bot()->below(), QString());
        QCOMPARE(cards.equity()->value(), QStringLiteral("– not recorded"));
    }

    void countsDownToTheNextSave()
    {
        const snapshots::Scene scene;
        Cards cards;
        show(cards, scene.connected());
        cards.setNow(scene.now);
        QCOMPARE(cards.bot()->below(), QStringLiteral("next save due in 4:48"));
        cards.setNow(scene.now.plusNanoseconds(288 * nanosecondsPerSecond));
        QCOMPARE(cards.bot()->below(), QStringLiteral("next save due in 0:00"));
        cards.setNow(scene.now.plusNanoseconds(408 * nanosecondsPerSecond));
        QCOMPARE(cards.bot()->below(), QStringLiteral("next save overdue by 2 min"));
        Snapshot beginning = scene.connected();
        beginning.live->lastSave.reset();
        beginning.live->nextSaveDue.reset();
        show(cards, beginning); // it holds the lock and has not saved yet
        QCOMPARE(cards.bot()->below(), QStringLiteral("last save today 10:04"));
        show(cards, scene.stale()); // nobody is there to save
        QCOMPARE(cards.bot()->below(), QStringLiteral("last save today 10:04"));
    }

    void showsDataAsPlainText()
    {
        Snapshot snapshot = snapshots::Scene().connected();
        Json::Object metadata = snapshot.state.session.fields();
        Json::Object& info = *metadata["session_info"].asObject();
        info["strategy"] = Json("<b>Mean</b> & more");
        info["broker"] = Json("<img src='x'>");
        snapshot.state.session = SessionInfo(metadata);
        Cards cards;
        show(cards, snapshot);
        QCOMPARE(cards.bot()->value(), QStringLiteral("<b>Mean</b> & more on <img src='x'>"));
        for (const QLabel* label : cards.findChildren<QLabel*>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY2(cards.bot()->toolTip().contains(QLatin1String("&lt;b&gt;Mean&lt;/b&gt; &amp; more")),
            qPrintable(cards.bot()->toolTip()));
    }

    void isOneLineWhereItIsTight()
    {
        const WindowWatch watch;
        Cards cards;
        show(cards, snapshots::Scene().connected());
        const int tall = cards.sizeHint().height();
        cards.setCompact(true);
        QVERIFY(cards.sizeHint().height() < tall);
        QCOMPARE(cards.equity()->line(), QStringLiteral("Equity 101,234.56 · as of 10:04"));
        QCOMPARE(cards.equity()->value(), QStringLiteral("101,234.56"));
        cards.setCompact(false);
        QCOMPARE(cards.sizeHint().height(), tall);
        QCOMPARE(watch.opened, 0); // no label opens a window of its own
    }

    void leadsToTheDetails()
    {
        Cards cards;
        show(cards, snapshots::Scene().connected());
        QSignalSpy wanted(&cards, &Cards::detailsWanted);
        const QList<Card*> all = cards.findChildren<Card*>();
        QCOMPARE(all.size(), 4);
        all.first()->click();
        QCOMPARE(wanted.takeLast().at(0).value<StatePart>(), StatePart::Portfolio);
        QTest::keyClick(all.last(), Qt::Key_Return);
        QCOMPARE(wanted.takeLast().at(0).value<StatePart>(), StatePart::Session);
    }
};

QTEST_MAIN(TestCards)
#include "tst_cards.moc"
