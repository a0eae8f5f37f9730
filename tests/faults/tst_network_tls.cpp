// SPDX-License-Identifier: MIT
// A real influxd that speaks https, with a certificate that only its own file vouches for.
#include "tests/support/influxdserver.h"
#include "tests/support/problem.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

class tst_network_tls : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    InfluxdServer m_server;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    /// Certificate and key in one file.
    [[nodiscard]] bool makeCertificate(const char* name, const char* subject) const
    {
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
            { QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                QStringLiteral("/CN=test"), QStringLiteral("-addext"),
                QStringLiteral("subjectAltName=") + QString::fromLatin1(subject), QStringLiteral("-keyout"), path(name),
                QStringLiteral("-out"), path(name) + QStringLiteral(".crt") });
        if (!openssl.waitForFinished(60'000) || openssl.exitCode() != 0)
            return false;
        QFile certificate(path(name) + QStringLiteral(".crt"));
        QFile both(path(name));
        return certificate.open(QIODevice::ReadOnly) && both.open(QIODevice::Append)
            && both.write(certificate.readAll()) > 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeCertificate("server.pem", "IP:127.0.0.1"));
        QVERIFY(makeCertificate("other.pem", "IP:127.0.0.1"));
        QFile empty(path("empty.pem"));
        QVERIFY(empty.open(QIODevice::WriteOnly) && empty.write("nothing\n") > 0);
        InfluxdServer::Options options;
        options.certificateFile = path("server.pem");
        QVERIFY2(m_server.start(options), qPrintable(m_server.problem()));
    }

    void aTrustedServerIsReadAndWritten()
    {
        const InfluxSettings settings = m_server.newDatabase(QStringLiteral("safe"));
        QVERIFY(settings.url.startsWith(QLatin1String("https://")));
        InfluxClient client(settings);
        BucketTerms terms;
        const auto first = client.queryAll({ "SHOW MEASUREMENTS", "SELECT v FROM m" }, { true, true }, terms);
        QVERIFY2(first && *first, problemOf(first).constData());
        QVERIFY(terms.retention && *terms.retention && terms.mayWrite && *terms.mayWrite);
        QVERIFY(client.write({ "m v=1 1" }));
        const auto rows = client.query("SELECT v FROM m");
        QVERIFY2(rows, problemOf(rows).constData());
        QCOMPARE(rows->rowCount(), size_t(1));
    }

    void nobodyElseIsTrusted_data()
    {
        QTest::addColumn<QString>("caFile");
        QTest::addColumn<QString>("error");
        QTest::newRow("the system's alone") << QString() << QStringLiteral("certificate-refused");
        QTest::newRow("another") << path("other.pem") << QStringLiteral("certificate-refused");
        QTest::newRow("a file without one") << path("empty.pem") << QStringLiteral("file-not-readable");
        QTest::newRow("no file") << path("missing.pem") << QStringLiteral("file-not-readable");
    }

    void nobodyElseIsTrusted()
    {
        QFETCH(QString, caFile);
        QFETCH(QString, error);
        InfluxSettings settings = m_server.settings(QStringLiteral("safe"));
        settings.caFile = caFile;
        BucketTerms terms;
        const auto first = InfluxClient(settings).queryAll({ "SHOW MEASUREMENTS" }, { true, true }, terms);
        QCOMPARE(errorIdOf(first), error);
        QVERIFY(!terms.mayWrite && !terms.retention);
        if (error == QLatin1String("file-not-readable"))
            QCOMPARE(first.error().subject, caFile);
    }

    void httpAndHttpsMixedUp()
    {
        InfluxSettings settings = m_server.settings(QStringLiteral("safe"));
        settings.url.replace(QStringLiteral("https://"), QStringLiteral("http://"));
        const auto plain = InfluxClient(settings).query("SHOW MEASUREMENTS");
        QCOMPARE(errorIdOf(plain), QStringLiteral("not-influxdb"));
        QCOMPARE(plain.error().reason, QStringLiteral("it speaks https only"));

        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        settings = server.settings(QStringLiteral("any"));
        settings.url.replace(QStringLiteral("http://"), QStringLiteral("https://"));
        const auto encrypted = InfluxClient(settings).query("SHOW MEASUREMENTS");
        QCOMPARE(errorIdOf(encrypted), QStringLiteral("not-influxdb"));
        QCOMPARE(encrypted.error().reason, QStringLiteral("no https can be spoken with it: wrong version number"));
    }

    void aNameThatTheCertificateDoesNotHaveIsRefused()
    {
        InfluxSettings settings = m_server.settings(QStringLiteral("safe"));
        settings.url.replace(QStringLiteral("127.0.0.1"), QStringLiteral("localhost"));
        QCOMPARE(errorIdOf(InfluxClient(settings).query("SHOW MEASUREMENTS")), QStringLiteral("certificate-refused"));
    }
};

QTEST_GUILESS_MAIN(tst_network_tls)
#include "tst_network_tls.moc"
