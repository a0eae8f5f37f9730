// SPDX-License-Identifier: MIT
#include "core/config/secretstore.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

using namespace tradestate;

/// Without a session bus there is no keychain: what must hold is that this is said, soon, and that nothing is stored in
/// plain text instead.
class TestSecretStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qunsetenv("DISPLAY");
        qunsetenv("WAYLAND_DISPLAY");
    }

    void oneKeyPerServer()
    {
        const QString key = SecretStore::keyFor(QStringLiteral("http://Host:8086/"));
        QCOMPARE(key, SecretStore::keyFor(QStringLiteral(" http://host:8086")));
        QVERIFY(key != SecretStore::keyFor(QStringLiteral("http://host:8087")));
        QVERIFY(key != SecretStore::keyFor(QStringLiteral("https://host:8086")));
        QVERIFY(
            !SecretStore::keyFor(QStringLiteral("http://u:canary@host?t=canary")).contains(QStringLiteral("canary")));
    }

    void saysThatThereIsNoKeychain()
    {
        const SecretStore store;
        const QString url = QStringLiteral("http://localhost:8086");
        const auto stored = store.storeToken(url, QStringLiteral("canary"));
        QVERIFY(!stored);
        QCOMPARE(stored.error().code, ErrorCode::KeychainFailed);
        QVERIFY(stored.error().reason.contains(QStringLiteral("no keychain service")));
        QVERIFY(!describe(stored.error()).contains(QStringLiteral("canary")));
        const auto read = store.readToken(url);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::KeychainFailed);
        QVERIFY(!store.deleteToken(url));
    }

    void tellsTheCallbackOnce()
    {
        int calls = 0;
        QEventLoop loop;
        SecretStore().readToken(QStringLiteral("http://localhost:8086"), [&](const auto& token) {
            ++calls;
            QVERIFY(!token);
            QTimer::singleShot(0, &loop, &QEventLoop::quit);
        });
        loop.exec();
        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
