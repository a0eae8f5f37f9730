// SPDX-License-Identifier: MIT
#include "core/base/filelog.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace tradestate;

namespace {

class FixedClock final : public Clock
{
public:
    Timestamp now() const override
    {
        return Timestamp::parse(QStringLiteral("2025-07-20T08:00:00.123456789Z")).value();
    }
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("missing");
}

} // namespace

class TestFileLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_path = m_temporary->filePath(QStringLiteral("trading_state.log"));
    }
    void writesLinesOfOneForm();
    void keepsBlocksTogether();
    void leavesOutWhatIsBelowItsLevel();
    void controlsNeverReachTheFile();
    void masksSecrets_data();
    void masksSecrets();
    void rotatesBySize();
    void followsWhenAnotherRotates();
    void severalProgramsLoseNothing();
    void tellsOfLostLines();
    void neverFollowsALink();

private:
    FileLog::Options options() const
    {
        FileLog::Options options;
        options.clock = std::make_shared<FixedClock>();
        return options;
    }
    QString start(const char* level) const
    {
        return QStringLiteral("2025-07-20T08:00:00.123Z %1 tst[%2] ").arg(QString::fromLatin1(level)).arg(::getpid());
    }
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_path;
};

void TestFileLog::writesLinesOfOneForm()
{
    FileLog log(m_path, QStringLiteral("tst"), options());
    log.write(LogLevel::Information, QStringLiteral("Saved 3 positions \u2705"));
    log.write(LogLevel::Warning, QStringLiteral("b"));
    log.write(LogLevel::Error, QStringLiteral("c"));
    QCOMPARE(QString::fromUtf8(contentOf(m_path)),
        start("INFO") + QStringLiteral("Saved 3 positions \u2705\n") + start("WARNING") + QStringLiteral("b\n")
            + start("ERROR") + QStringLiteral("c\n"));
    struct stat status
    {
    };
    QCOMPARE(::stat(qPrintable(m_path), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
}

void TestFileLog::keepsBlocksTogether()
{
    const QStringList banner { QStringLiteral("====="), QStringLiteral("RESTORING"), QStringLiteral("  two spaces") };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            FileLog log(m_path, QStringLiteral("tst"), options());
            for (int j = 0; j < 50; ++j)
                log.writeBlock(LogLevel::Information, banner);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QString block;
    for (const QString& line : banner)
        block += start("INFO") + line + QLatin1Char('\n');
    QCOMPARE(QString::fromUtf8(contentOf(m_path)), block.repeated(200));
}

void TestFileLog::leavesOutWhatIsBelowItsLevel()
{
    auto warnings = options();
    warnings.level = LogLevel::Warning;
    FileLog log(m_path, QStringLiteral("tst"), warnings);
    log.write(LogLevel::Debug, QStringLiteral("a"));
    log.write(LogLevel::Information, QStringLiteral("b"));
    QVERIFY(!QFile::exists(m_path));
    log.write(LogLevel::Warning, QStringLiteral("c"));
    QCOMPARE(QString::fromUtf8(contentOf(m_path)), start("WARNING") + QStringLiteral("c\n"));
}

void TestFileLog::controlsNeverReachTheFile()
{
    FileLog log(m_path, QStringLiteral("t\nst"), options());
    log.write(LogLevel::Information, QStringLiteral("a\x1b[31mred\nERROR forged\r\x07\u009b2J\u0000end"));
    const QByteArray content = contentOf(m_path);
    QCOMPARE(content.count('\n'), 1);
    for (const QChar character : QString::fromUtf8(content.chopped(1)))
        QVERIFY(character.unicode() >= 0x20 && (character.unicode() < 0x7f || character.unicode() > 0x9f));
}

void TestFileLog::masksSecrets_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QStringLiteral("Authorization: Token can/ary+secret==");
    QTest::newRow("percent-encoded") << QStringLiteral("http://x/?token=can%2Fary%2Bsecret%3D%3D");
    QTest::newRow("base64") << QStringLiteral("Basic dXNlcjpob3AgcG9sZQ==");
    QTest::newRow("password alone") << QStringLiteral("u=user&p=hop pole");
    QTest::newRow("later") << QStringLiteral("typed-in");
}

void TestFileLog::masksSecrets()
{
    QFETCH(QString, text);
    auto secret = options();
    secret.secrets = { QStringLiteral("can/ary+secret=="), QStringLiteral("user:hop pole") };
    FileLog log(m_path, QStringLiteral("tst"), secret);
    log.addSecret(QStringLiteral("typed-in"));
    log.write(LogLevel::Information, QStringLiteral("before ") + text + QStringLiteral(" after"));
    log.writeBlock(LogLevel::Information, { text });
    const QByteArray content = contentOf(m_path);
    for (const char* part : { "ary", "hop", "pole", "dXNl", "typed" })
        QVERIFY2(!content.contains(part), content.constData());
    QVERIFY(content.contains("***"));
    QVERIFY(content.contains("before ") && content.contains(" after"));
}

void TestFileLog::rotatesBySize()
{
    auto small = options();
    small.maximumBytes = 1000;
    small.keptFiles = 3;
    FileLog log(m_path, QStringLiteral("tst"), small);
    for (int i = 0; i < 100; ++i)
        log.write(LogLevel::Information, QStringLiteral("line %1").arg(i));
    QCOMPARE(QDir(m_temporary->path()).entryList(QDir::Files),
        (QStringList { QStringLiteral("trading_state.log"), QStringLiteral("trading_state.log.1"),
            QStringLiteral("trading_state.log.2"), QStringLiteral("trading_state.log.3") }));
    QByteArray all;
    for (const char* suffix : { ".3", ".2", ".1", "" }) {
        const QByteArray content = contentOf(m_path + QString::fromLatin1(suffix));
        QVERIFY(content.size() <= 1000);
        all += content;
    }
    // What is kept is the end of the log, without a gap.
    const QStringList lines = QString::fromUtf8(all).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (int i = 0; i < lines.size(); ++i)
        QVERIFY(lines.at(i).endsWith(QStringLiteral("line %1").arg(100 - lines.size() + i)));
    QVERIFY(lines.size() > 40);
}

void TestFileLog::followsWhenAnotherRotates()
{
    FileLog log(m_path, QStringLiteral("tst"), options());
    log.write(LogLevel::Information, QStringLiteral("first"));
    QVERIFY(QFile::rename(m_path, m_path + QStringLiteral(".1")));
    log.write(LogLevel::Information, QStringLiteral("second"));
    QVERIFY(contentOf(m_path).endsWith("second\n"));
    QVERIFY(!contentOf(m_path).contains("first"));
    QVERIFY(QFile::remove(m_path));
    log.write(LogLevel::Information, QStringLiteral("third"));
    QVERIFY(contentOf(m_path).endsWith("third\n"));
}

void TestFileLog::severalProgramsLoseNothing()
{
    constexpr int programs = 3;
    constexpr int lines = 200;
    std::vector<pid_t> children;
    for (int program = 0; program < programs; ++program) {
        const pid_t child = ::fork();
        if (child == 0) {
            auto small = options();
            small.maximumBytes = 5'000;
            small.keptFiles = 100;
            FileLog log(m_path, QStringLiteral("p%1").arg(program), small);
            for (int i = 0; i < lines; ++i)
                log.write(LogLevel::Information, QStringLiteral("program %1 line %2 end").arg(program).arg(i));
            ::_exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
    }
    QByteArray all;
    const QStringList files = QDir(m_temporary->path()).entryList(QDir::Files);
    QVERIFY(files.size() > 2); // it was rotated meanwhile
    for (const QString& name : files)
        all += contentOf(m_temporary->filePath(name));
    for (int program = 0; program < programs; ++program) {
        for (int i = 0; i < lines; ++i)
            QCOMPARE(all.count(QStringLiteral("program %1 line %2 end\n").arg(program).arg(i).toUtf8()), 1);
    }
    QCOMPARE(all.count('\n'), programs * lines);
}

void TestFileLog::tellsOfLostLines()
{
    const QString folder = m_temporary->filePath(QStringLiteral("later"));
    m_path = folder + QStringLiteral("/trading_state.log");
    FileLog log(m_path, QStringLiteral("tst"), options());
    log.write(LogLevel::Information, QStringLiteral("a"));
    log.writeBlock(LogLevel::Information, { QStringLiteral("b"), QStringLiteral("c") });
    QVERIFY(QDir().mkpath(folder));
    log.write(LogLevel::Information, QStringLiteral("d"));
    log.write(LogLevel::Information, QStringLiteral("e"));
    QCOMPARE(QString::fromUtf8(contentOf(m_path)),
        start("WARNING") + QStringLiteral("3 lines could not be written here\n") + start("INFO") + QStringLiteral("d\n")
            + start("INFO") + QStringLiteral("e\n"));
}

void TestFileLog::neverFollowsALink()
{
    const QString target = m_temporary->filePath(QStringLiteral("target"));
    QVERIFY(QFile::link(target, m_path));
    FileLog log(m_path, QStringLiteral("tst"), options());
    log.write(LogLevel::Information, QStringLiteral("a"));
    QVERIFY(!QFile::exists(target));
}

QTEST_GUILESS_MAIN(TestFileLog)
#include "tst_filelog.moc"
