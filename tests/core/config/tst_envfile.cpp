// SPDX-License-Identifier: MIT
#include "core/config/envfile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;

namespace {

QString value(const QString& text, const char* name = "A")
{
    const EnvFile file = parseEnvFile(text);
    const auto found = file.values.find(QLatin1String(name));
    return found == file.values.end() ? QStringLiteral("(absent)") : found->second;
}

} // namespace

class TestEnvFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The right-hand sides are what python-dotenv 1.x answers for the same text.
    void readsAsPythonDoes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("plain", "A=1", "1");
        row("carriage return", "A=1\r\nB=2\r\n", "1");
        row("export and spaces", "  export A = two words  # note", "two words");
        row("double quotes", "A=\"q\\n\\\"x\\\" # no\"  # note", "q\n\"x\" # no");
        row("unknown escape", "A=\"a\\zb\\\\\"", "a\\zb\\");
        row("single quotes", "A='s\\n\\'y\\' # no'", "s\\n'y' # no");
        row("number sign without a blank", "A=b#c", "b#c");
        row("number sign at once", "A=#x", "#x");
        row("only a comment", "A= # c", "");
        row("comment after quotes", "A = 'x'#c", "x");
        row("empty", "A=", "");
        row("name alone", "A", "(absent)");
        row("several lines", "A=\"multi\nline\"", "multi\nline");
        row("last wins", "A=1\nA=2", "2");
        row("earlier name", "B=1\nA=${B}-${NOPE:-dflt}-${NOPE}", "1-dflt-");
        row("expanded in single quotes too", "B=1\nA='${B}'", "1");
        row("unclosed variable", "A=${B\n", "${B");
        row("quotes inside", "A=a \"b\" c", "a \"b\" c");
        row("text after quotes", "A=\"x\" y", "(absent)");
        row("quoted name", "'A'=3", "3");
        row("after a bad line", "no binding here\nA=1", "1");
        row("after an unclosed quote", "B=\"open\nA=5", "5");
        row("commented out", "# A=1", "(absent)");
        row("equal signs in the value", "A=abc==", "abc==");
        row("letters beyond ASCII", "A=Zürich 🚀", "Zürich 🚀");
    }

    void readsAsPythonDoes()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(value(text), expected);
    }

    void nameThatBeginsWithExport()
    {
        QCOMPARE(value(QStringLiteral("exported=1"), "exported"), QStringLiteral("1"));
        QCOMPARE(value(QStringLiteral("export=7"), "export"), QStringLiteral("7"));
    }

    void environmentComesFirstInVariables()
    {
        const EnvFile file
            = parseEnvFile(QStringLiteral("B=file\nA=${B}"), { { QStringLiteral("B"), QStringLiteral("env") } });
        QCOMPARE(file.values.at(QStringLiteral("A")), QStringLiteral("env"));
    }

    void tellsBadLinesWithoutTheirText()
    {
        const EnvFile file = parseEnvFile(QStringLiteral("A=1\nTRADING_STATE_INFLUXDB_TOKEN=\"my-secret\nB=2\n"));
        QCOMPARE(file.unreadable.size(), 1);
        QVERIFY(file.unreadable[0].contains(QStringLiteral("line 2")));
        QVERIFY(!file.unreadable[0].contains(QStringLiteral("secret")));
        QCOMPARE(file.values.at(QStringLiteral("B")), QStringLiteral("2"));
    }

    void filesThatCannotBeRead()
    {
        QTemporaryDir folder;
        QCOMPARE(readEnvFile(folder.filePath(QStringLiteral("none"))).error().code, ErrorCode::FileNotFound);
        QCOMPARE(readEnvFile(folder.path()).error().code, ErrorCode::FileNotReadable);
        QFile file(folder.filePath(QStringLiteral("latin1")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("A=\xfc\n");
        file.close();
        QCOMPARE(readEnvFile(file.fileName()).error().code, ErrorCode::InvalidText);
    }
};

QTEST_GUILESS_MAIN(TestEnvFile)
#include "tst_envfile.moc"
