// SPDX-License-Identifier: MIT
#include "clirunner.h"
#include "restoresupport.h"
#include "tests/support/fakeclock.h"

#include <algorithm>

using namespace restoresupport;
using tradestate::test::Cli;
using tradestate::test::CliResult;

/// Backups that a disk has damaged: refused with the reason, and the older good one is there to be taken.
class TestDamagedBackups : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Cli> m_cli;
    std::shared_ptr<test::FakeClock> m_clock;
    TradingState m_older;
    BackupReport m_good;
    BackupReport m_damaged;
    QByteArray m_bytes; ///< of the newer backup while it was whole

    [[nodiscard]] QString folder() const { return m_cli->path("state"); }
    [[nodiscard]] std::unique_ptr<StateManager> manager() const
    {
        StateManager::Parts parts;
        parts.settings.folder = folder();
        parts.clock = m_clock;
        parts.program = QStringLiteral("console");
        return std::make_unique<StateManager>(std::move(parts));
    }
    void write(const QByteArray& bytes) const
    {
        QFile file(m_damaged.path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    /// Refused with a reason.
    static bool isRefused(const Result<ChangePlan>& plan)
    {
        return plan ? !plan->blockers.empty() : !describe(plan.error()).isEmpty();
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<Cli>();
        m_clock = std::make_shared<test::FakeClock>();
        const auto console = manager();
        m_older = firstState();
        must(console->journalSave(m_older, SaveReason::Shutdown, {}));
        m_good = must(console->backup(QStringLiteral("older")));
        m_clock->advance(60);
        TradingState newer = m_older;
        open(newer, "E-F", "3");
        must(console->journalSave(newer, SaveReason::Shutdown, {}));
        m_damaged = must(console->backup(QStringLiteral("newer")));
        m_clock->advance(60);
        TradingState now = newer;
        close(now, "C-D");
        must(console->journalSave(now, SaveReason::Shutdown, {}));
        QFile file(m_damaged.path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_bytes = file.readAll();
        QVERIFY(m_bytes.size() > 1000);
    }

    void everyBitFlipAndTruncation_data()
    {
        QTest::addColumn<bool>("truncate");
        QTest::newRow("bit flips") << false;
        QTest::newRow("truncations") << true;
    }

    void everyBitFlipAndTruncation()
    {
        QFETCH(bool, truncate);
        const auto console = manager();
        TradingState newer = m_older;
        open(newer, "E-F", "3");
        int refused = 0;
        // All bits of all bytes are the document tests' business; this is about what the manager makes of them.
        for (qsizetype at = 0; at < m_bytes.size(); at += 5) {
            QByteArray bytes = truncate ? m_bytes.left(at) : m_bytes;
            if (!truncate)
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << (at % 7)));
            write(bytes);
            const auto plan = console->planRestore(m_damaged.path);
            refused += isRefused(plan) ? 1 : 0;
            // What is not refused has lost nothing of the state: a description, say.
            QVERIFY2(isRefused(plan) || text(plan->outcome()) == text(newer), qPrintable(QString::number(at)));
        }
        QVERIFY(refused > 100);
    }

    void theOlderGoodOneIsOffered_data()
    {
        QTest::addColumn<QByteArray>("find");
        QTest::addColumn<QByteArray>("put");
        QTest::newRow("a digit") << QByteArray("\"quantity\": 3") << QByteArray("\"quantity\": 8");
        QTest::newRow("cut off") << QByteArray() << QByteArray();
        QTest::newRow("no document") << QByteArray("{") << QByteArray("\x01");
    }

    void theOlderGoodOneIsOffered()
    {
        QFETCH(QByteArray, find);
        QFETCH(QByteArray, put);
        QByteArray bytes = m_bytes;
        if (find.isEmpty()) {
            bytes.truncate(bytes.size() / 2);
        } else {
            QVERIFY(bytes.contains(find));
            bytes.replace(find, put);
        }
        write(bytes);

        const CliResult refused = m_cli->run({ QStringLiteral("restore"), QStringLiteral("--yes"),
            QStringLiteral("--folder"), folder(), QStringLiteral("--file"), m_damaged.path });
        QCOMPARE(refused.exit, 3);
        QVERIFY2(refused.err.contains(m_damaged.path.toUtf8()), refused.all().constData());
        const auto console = manager();
        QVERIFY(isRefused(console->planRestore(m_damaged.path)));

        // What there is to choose from: the damaged one is listed as such, below it the one before.
        const auto list = must(console->backups());
        QCOMPARE(list.size(), size_t(2));
        QCOMPARE(list.front().path, m_damaged.path);
        QVERIFY(list.front().error || list.front().document->salvaged || list.front().document->proof == Proof::Torn);
        QCOMPARE(list.back().path, m_good.path);
        QVERIFY(list.back().document);
        QCOMPARE(list.back().document->proof, Proof::Verified);

        const CliResult restored = m_cli->run({ QStringLiteral("restore"), QStringLiteral("--yes"),
            QStringLiteral("--folder"), folder(), QStringLiteral("--file"), m_good.path });
        QVERIFY2(restored.exit == 0, restored.all().constData());
        QCOMPARE(text(must(console->load()).state), text(m_older));
    }
};

QTEST_GUILESS_MAIN(TestDamagedBackups)
#include "tst_damaged_backups.moc"
