// SPDX-License-Identifier: MIT
#include "tests/support/fakeserver.h"
#include "ui/dialogs/connectdialog.h"

#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace tradestate;
using test::FakeAnswer;
using test::FakeServer;
using test::HttpRequestSeen;

namespace {

constexpr int patience = 20000;
const QString token = QStringLiteral("user:example-password");

FakeAnswer refused(int status, const QByteArray& words)
{
    return FakeAnswer::json("{\"error\":\"" + words + "\"}", status);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestConnectDialog : public QObject
{
    Q_OBJECT

private:
    void serve(const FakeServer::Script& script, bool isInflux = true)
    {
        m_server = std::make_unique<FakeServer>(isInflux ? FakeServer::influx1(script) : script);
        QVERIFY(m_server->listen());
    }
    void open(const QString& url, const QString& envFile = {}, bool tokenFromKeychain = false)
    {
        Settings start;
        start.influxUrl = url;
        start.bucket = QStringLiteral("quant-data");
        start.token = token;
        start.tokenFromKeychain = tokenFromKeychain;
        m_dialog = std::make_unique<ConnectDialog>(start, envFile.isEmpty() ? path(".env") : envFile);
        m_dialog->show();
    }
    void test()
    {
        QTest::mouseClick(button("test"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(button("test")->isEnabled(), patience);
    }
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    [[nodiscard]] QPushButton* button(const char* name) const
    {
        return m_dialog->findChild<QPushButton*>(QLatin1String(name));
    }
    [[nodiscard]] QLineEdit* field(const char* name) const
    {
        return m_dialog->findChild<QLineEdit*>(QLatin1String(name));
    }
    [[nodiscard]] QCheckBox* box(const char* name) const
    {
        return m_dialog->findChild<QCheckBox*>(QLatin1String(name));
    }
    [[nodiscard]] QString message() const { return m_dialog->findChild<QLabel*>(QStringLiteral("message"))->text(); }
    [[nodiscard]] QStringList steps() const
    {
        QStringList texts;
        const auto* list = m_dialog->findChild<QListWidget*>(QStringLiteral("steps"));
        for (int row = 0; row < list->count(); ++row)
            texts.append(list->item(row)->text());
        return texts;
    }
    [[nodiscard]] bool isUntouched() const
    {
        const QStringList texts = steps();
        return std::all_of(
            texts.begin(), texts.end(), [](const QString& text) { return text.startsWith(QChar(0x25cb)); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        // No keychain service, whatever this machine runs.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_dialog.reset();
        m_server.reset();
        m_folder.reset();
    }

    void failingStepsSayWhatIsWrong_data()
    {
        QTest::addColumn<QString>("answers");
        QTest::addColumn<int>("step");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* answers, ConnectionCheck step, const char* words) {
            QTest::newRow(answers) << QString::fromLatin1(answers) << static_cast<int>(step)
                                   << QString::fromLatin1(words);
        };
        row("nothing", ConnectionCheck::ServerAnswers, "Start InfluxDB, or check its address.");
        row("a page", ConnectionCheck::ServerAnswers, "is not InfluxDB");
        row("wrong token", ConnectionCheck::TokenAccepted, "Check the token; for InfluxDB 1.x it is user:password.");
        row("no database", ConnectionCheck::BucketFound, "Create it, or check the bucket's name.");
        row("may not read", ConnectionCheck::MayRead, "may not read this bucket");
    }
    void failingStepsSayWhatIsWrong()
    {
        QFETCH(QString, answers);
        QFETCH(int, step);
        QFETCH(QString, words);
        QString url = QStringLiteral("http://127.0.0.1:9");
        if (answers == QLatin1String("a page")) {
            serve([](const HttpRequestSeen&) { return FakeAnswer::html(); }, false);
        } else if (answers != QLatin1String("nothing")) {
            serve([answers](const HttpRequestSeen& request) {
                if (answers == QLatin1String("wrong token"))
                    return refused(401, "authorization failed");
                if (answers == QLatin1String("no database"))
                    return request.path.startsWith("/write")
                        ? refused(404, "database not found: \\\"quant-data\\\"")
                        : FakeAnswer::json("{\"results\":[{\"statement_id\":0,\"error\":\"database not found: "
                                           "quant-data\"}]}");
                return refused(403, "\\\"user\\\" user is not authorized to read from database \\\"quant-data\\\"");
            });
        }
        if (m_server)
            url = m_server->url();
        open(url);
        test();
        QVERIFY2(message().contains(words), qPrintable(message()));
        QVERIFY2(!message().contains(QStringLiteral("TRADING_STATE_")), qPrintable(message()));
        const QStringList texts = steps();
        for (int at = 0; at < texts.size(); ++at) {
            const QChar sign = texts.at(at).front();
            const char16_t expected = at < step ? u'✔' : at == step ? u'✘' : u'○';
            QVERIFY2(sign == QChar(expected), qPrintable(texts.at(at)));
            QVERIFY2(!texts.at(at).contains(words), qPrintable(texts.at(at))); // once is enough
        }
        QVERIFY(!m_dialog->isProven());
        QVERIFY(!button("save")->isEnabled());
    }

    void plainHttpIsAskedAboutBeyondThisMachineAlone()
    {
        open(QStringLiteral("http://127.0.0.1:9"), QString());
        for (const char* remote :
            { "http://db.example.com:8086", "http://127.example.com", "http://db.localhost:8086" }) {
            field("url")->setText(QString::fromLatin1(remote));
            QVERIFY2(!box("plainHttp")->isHidden(), remote);
        }
        for (const char* safe : { "http://localhost:8086", "http://127.0.0.2:8086", "http://[::1]:8086",
                 "https://db.example.com:8086", "" }) {
            field("url")->setText(QString::fromLatin1(safe));
            QVERIFY2(box("plainHttp")->isHidden(), safe);
        }
    }

    void fitsASmallScreenAtLargeFonts()
    {
        const QFont usual = QApplication::font();
        QFont twice = usual;
        twice.setPointSizeF(usual.pointSizeF() * 2);
        QApplication::setFont(twice);
        open(QStringLiteral("http://127.0.0.1:9"),
            QStringLiteral("/home/desk/a folder/.config/trading-state-console-of-another-desk/.env"));
        box("plainHttp")->show();
        test();
        QVERIFY(!message().isEmpty());
        QCoreApplication::processEvents();
        const QSize least = m_dialog->minimumSizeHint();
        QApplication::setFont(usual);
        QVERIFY2(least.width() <= 1024, qPrintable(QString::number(least.width())));
        QVERIFY2(m_dialog->width() <= 1024, qPrintable(QString::number(m_dialog->width())));
        QVERIFY2(m_dialog->height() <= 700, qPrintable(QString::number(m_dialog->height())));
    }

    void aTokenThatMayOnlyReadIsEnough()
    {
        serve([](const HttpRequestSeen& request) {
            return request.path.startsWith("/write") ? refused(403, "user is not authorized to write")
                                                     : FakeAnswer::noRows();
        });
        open(m_server->url());
        test();
        QVERIFY(m_dialog->isProven());
        QVERIFY2(message().contains(QStringLiteral("read-only")), qPrintable(message()));
        QVERIFY(button("save")->isEnabled());
    }

    void editingDuringATestDropsIt()
    {
        std::promise<void> release;
        const std::shared_future<void> released = release.get_future().share();
        serve([released](const HttpRequestSeen& request) {
            released.wait();
            return request.path.startsWith("/write") ? FakeAnswer::written() : FakeAnswer::noRows();
        });
        open(m_server->url());
        QTest::mouseClick(button("test"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_server->requests().size() > 1, patience); // behind the version
        QVERIFY(!button("test")->isEnabled());
        field("bucket")->setText(QStringLiteral("another"));
        QVERIFY(button("test")->isEnabled());
        QVERIFY(isUntouched());
        QVERIFY(message().isEmpty());

        // Nothing of it comes later: meanwhile another one runs from its beginning to its end.
        release.set_value();
        const std::unique_ptr<ConnectDialog> edited = std::move(m_dialog);
        open(m_server->url());
        test();
        QVERIFY2(m_dialog->isProven(), qPrintable(message()));
        field("token")->setText(QStringLiteral("another"));
        QVERIFY(!m_dialog->isProven());
        QVERIFY(!button("save")->isEnabled());
        QVERIFY(isUntouched());
        QVERIFY(!edited->isProven());
        QVERIFY(edited->findChild<QLabel*>(QStringLiteral("message"))->text().isEmpty());
    }

    void savingKeepsTheOtherLines()
    {
        serve([](const HttpRequestSeen& request) {
            return request.path.startsWith("/write") ? FakeAnswer::written() : FakeAnswer::noRows();
        });
        QFile env(path(".env"));
        QVERIFY(env.open(QIODevice::WriteOnly));
        env.write("# of the desk\nTRADING_STATE_BAR_SECONDS=300\nTRADING_STATE_INFLUXDB_BUCKET=old\nOTHER=\"a b\"\n");
        env.close();
        open(m_server->url());
        QVERIFY(!box("inKeychain")->isChecked());
        test();
        QVERIFY2(m_dialog->isProven(), qPrintable(message()));
        QTest::mouseClick(button("save"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isVisible(), patience);
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
        const QByteArray written = contentOf(path(".env"));
        QVERIFY(written.startsWith("# of the desk\nTRADING_STATE_BAR_SECONDS=300\n"));
        QVERIFY(written.contains("OTHER=\"a b\"\n"));
        QVERIFY(written.contains("quant-data"));
        QVERIFY(!written.contains("=old"));
        QVERIFY(written.contains(token.toUtf8()));
        QCOMPARE(QFile(path(".env")).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aTokenOfTheKeychainStaysThere()
    {
        serve([](const HttpRequestSeen& request) {
            return request.path.startsWith("/write") ? FakeAnswer::written() : FakeAnswer::noRows();
        });
        open(m_server->url(), {}, true);
        QVERIFY(box("inKeychain")->isChecked());
        test();
        QTest::mouseClick(button("save"), Qt::LeftButton);
        // None can be reached here: it says so, and writes the token nowhere else.
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("keychain did not answer")), patience);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!contentOf(path(".env")).contains(token.toUtf8()));
        QVERIFY(button("save")->isEnabled());
        QVERIFY(field("url")->isEnabled());
    }

    void aFolderThatCannotBeWrittenIsTold()
    {
        serve([](const HttpRequestSeen& request) {
            return request.path.startsWith("/write") ? FakeAnswer::written() : FakeAnswer::noRows();
        });
        QFile file(path("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        open(m_server->url(), path("file/.env")); // inside of a file, so not even root can
        test();
        QTest::mouseClick(button("save"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(path("file")), patience);
        QVERIFY2(!message().contains(QStringLiteral("--folder")), qPrintable(message()));
        QVERIFY(m_dialog->isVisible());
        QVERIFY(button("save")->isEnabled());
        QVERIFY(field("url")->isEnabled());
    }

    void closingDuringATestIsSafe()
    {
        serve([](const HttpRequestSeen&) {
            FakeAnswer answer = FakeAnswer::noRows();
            answer.hang = true;
            return answer;
        });
        for (int round = 0; round < 5; ++round) {
            open(m_server->url());
            QTest::mouseClick(button("test"), Qt::LeftButton);
            QCoreApplication::processEvents();
            m_dialog.reset();
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ConnectDialog> m_dialog;
};

QTEST_MAIN(TestConnectDialog)
#include "tst_connectdialog.moc"
