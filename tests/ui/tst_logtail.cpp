// SPDX-License-Identifier: MIT
#include "core/base/filelog.h"
#include "ui/models/logtail.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;

namespace {

/// What a tail has told so far.
struct Heard
{
    LogTail tail;
    QStringList old;
    QStringList fresh;

    explicit Heard(const QString& path)
    {
        QObject::connect(&tail, &LogTail::linesRead, &tail, [this](const std::vector<LogLine>& lines, bool wasThere) {
            for (const LogLine& line : lines)
                (wasThere ? old : fresh) += line.text;
        });
        tail.follow(path);
    }
};

QString numbered(int number)
{
    return QStringLiteral("line %1").arg(number);
}

} // namespace

class TestLogTail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_path = m_folder->filePath(QStringLiteral("trading_state.log"));
    }

    void followsAFileThatGrows()
    {
        append("there before\nand this\n");
        Heard heard(m_path);
        QTRY_COMPARE(heard.old, (QStringList { QStringLiteral("there before"), QStringLiteral("and this") }));
        QVERIFY(heard.fresh.isEmpty());
        append("new\n");
        QTRY_COMPARE(heard.fresh, QStringList { QStringLiteral("new") });
        append("two\nmore\n");
        QTRY_COMPARE(
            heard.fresh, (QStringList { QStringLiteral("new"), QStringLiteral("two"), QStringLiteral("more") }));
        QCOMPARE(heard.old.size(), 2);
    }

    void aLineIsShownWhenItIsWhole()
    {
        append("whole\nhal");
        Heard heard(m_path);
        QTRY_COMPARE(heard.old, QStringList { QStringLiteral("whole") });
        append("f of it");
        append(" is here\nnext\n");
        QTRY_COMPARE(heard.fresh.size(), 2);
        QCOMPARE(heard.fresh, (QStringList { QStringLiteral("half of it is here"), QStringLiteral("next") }));
        // A letter may be cut in two as well.
        append("\xe2\x96");
        append("\xb2 long\n");
        QTRY_COMPARE(heard.fresh.size(), 3);
        QCOMPARE(heard.fresh.last(), QStringLiteral("▲ long"));
    }

    void waitsForAFileThatComesLater()
    {
        Heard heard(m_path);
        append("first\n");
        QTRY_COMPARE(heard.old + heard.fresh, QStringList { QStringLiteral("first") });
        append("second\n");
        QTRY_COMPARE(heard.old + heard.fresh, (QStringList { QStringLiteral("first"), QStringLiteral("second") }));
    }

    void waitsForAFolderThatComesLater()
    {
        m_path = m_folder->filePath(QStringLiteral("state_fallback/trading_state.log"));
        Heard heard(m_path);
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("state_fallback")));
        append("first\n");
        QTRY_COMPARE(heard.old + heard.fresh, QStringList { QStringLiteral("first") });
    }

    void survivesRotation()
    {
        append("one\n");
        Heard heard(m_path);
        QTRY_COMPARE(heard.old.size(), 1);
        append("written just before\n");
        QVERIFY(QFile::rename(m_path, m_path + QStringLiteral(".1")));
        append("written just after\n");
        QTRY_COMPARE(
            heard.fresh, (QStringList { QStringLiteral("written just before"), QStringLiteral("written just after") }));
        append("and on\n");
        QTRY_COMPARE(heard.fresh.size(), 3);
    }

    void losesNothingOfALogThatRotatesByItself()
    {
        FileLog::Options options;
        options.maximumBytes = 2000;
        FileLog log(m_path, QStringLiteral("tst"), options);
        log.write(LogLevel::Information, QStringLiteral("begin"));
        Heard heard(m_path);
        QTRY_COMPARE(heard.old.size(), 1);
        QStringList written;
        for (int number = 0; number < 120; ++number) {
            written += numbered(number);
            log.write(LogLevel::Information, written.last());
            if (number % 20 == 19)
                QTRY_COMPARE(heard.fresh, written); // at most one rotation between two looks
        }
        QVERIFY(QFile::exists(m_path + QStringLiteral(".2")));
    }

    void survivesTruncation_data()
    {
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("shorter") << QByteArray("b\n");
        QTest::newRow("as long") << QByteArray("other line, as long\n");
        QTest::newRow("longer") << QByteArray("b\n").repeated(200);
    }
    void survivesTruncation()
    {
        QFETCH(QByteArray, after);
        append("a line that is old\nx");
        Heard heard(m_path);
        QTRY_COMPARE(heard.old.size(), 1);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QVERIFY(file.write(after) == after.size() && file.flush());
        const QStringList expected = QString::fromLatin1(after).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QTRY_COMPARE(heard.fresh, expected);
        append("on\n");
        QTRY_COMPARE(heard.fresh, expected + QStringList { QStringLiteral("on") });
    }

    void beginsWithTheEndOfALongFile()
    {
        QByteArray bytes;
        for (int number = 0; number < 60'000; ++number)
            bytes += numbered(number).toLatin1() + "           \n";
        append(bytes.constData());
        Heard heard(m_path);
        QTRY_VERIFY(!heard.old.isEmpty());
        QVERIFY(heard.old.size() < 60'000);
        QVERIFY(heard.old.first().startsWith(QLatin1String("line "))); // not a piece of one
        QCOMPARE(heard.old.last().trimmed(), numbered(59'999));
    }

    void stripsControlCharacters()
    {
        append("\x1b[31mred\x07\n");
        Heard heard(m_path);
        QTRY_COMPARE(heard.old, QStringList { QStringLiteral("\ufffd[31mred\ufffd") });
    }

    void tellsNothingMoreOfTheFileBefore()
    {
        append("of the first\n");
        const QString second = m_folder->filePath(QStringLiteral("second.log"));
        Heard heard(m_path);
        QTRY_COMPARE(heard.old.size(), 1);
        heard.old.clear();
        append("on its way when the other is asked for\n");
        m_path = second;
        append("of the second\n");
        heard.tail.follow(second);
        QTRY_COMPARE(heard.old, QStringList { QStringLiteral("of the second") });
        QCOMPARE(heard.fresh, QStringList());

        // The same where both are asked for at once.
        heard.old.clear();
        heard.tail.follow(m_folder->filePath(QStringLiteral("trading_state.log")));
        heard.tail.follow(second);
        QTRY_COMPARE(heard.old, QStringList { QStringLiteral("of the second") });
    }

private:
    void append(const char* bytes)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        QVERIFY(file.write(bytes) == qsizetype(qstrlen(bytes)));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestLogTail)
#include "tst_logtail.moc"
