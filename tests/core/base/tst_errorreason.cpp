// SPDX-License-Identifier: MIT
#include "core/base/errorreason.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

using namespace tradestate;

namespace {

/// Turns every reason round, so that what was translated is seen.
class Mirror final : public QTranslator
{
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char* context, const char* text, const char*, int) const override
    {
        return qstrcmp(context, "ErrorReason") == 0 ? QStringLiteral("<%1>").arg(QString::fromLatin1(text)) : QString();
    }
};

QString reason(const char* text)
{
    return errorReason({ ErrorCode::Internal, {}, QString::fromUtf8(text) });
}

QByteArray sourcesOf(const QString& folder)
{
    QByteArray all;
    QDirIterator files(folder, { QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.fileName().endsWith(QLatin1String("/errorreason.cpp")) || !file.open(QIODevice::ReadOnly))
            continue;
        all += file.readAll();
    }
    return all;
}

} // namespace

class TestErrorReason : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysEnglishWithoutATranslation()
    {
        QCOMPARE(reason("no answer for 10 s"), QStringLiteral("no answer for 10 s"));
        QCOMPARE(reason("Connection refused"), QStringLiteral("Connection refused"));
        QCOMPARE(reason(""), QString());
    }

    void translatesOwnReasonsAndKeepsTheirValues()
    {
        Mirror mirror;
        QCoreApplication::installTranslator(&mirror);
        QCOMPARE(reason("no answer for 10 s"), QStringLiteral("<no answer for 10 s>"));
        QCOMPARE(reason("held by desk:%1 100%"), QStringLiteral("<held by desk:%1 100%>"));
        QCOMPARE(reason("the event log in %2 belongs to the account b, not to c"),
            QStringLiteral("<the event log in %2 belongs to the account b, not to c>"));
        QCOMPARE(reason("it saved 40 s ago; its next save is due in 4 min"),
            QStringLiteral("<it saved 40 s ago>; <its next save is due in 4 min>"));
        QCOMPARE(reason("another save came in the meantime; nothing was written"),
            QStringLiteral("<another save came in the meantime; nothing was written>"));
        QCOMPARE(reason("Connection refused"), QStringLiteral("Connection refused"));
        QCOMPARE(reason("the text ends too early at line 171, column 15"),
            QStringLiteral("<<the text ends too early> at line 171, column 15>"));
        QVERIFY(describe({ ErrorCode::TimedOut, {}, QStringLiteral("no answer for 10 s") })
                    .contains(QLatin1String("(<no answer for 10 s>)")));
        QCoreApplication::removeTranslator(&mirror);
    }

    void everyReasonIsOneOfTheCode()
    {
        const QString core = QStringLiteral(TRADESTATE_FIXTURES "/../../core");
        QFile file(core + QStringLiteral("/base/errorreason.cpp"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString table = QString::fromUtf8(file.readAll());
        QString code = QString::fromUtf8(sourcesOf(core));
        static const QRegularExpression joined(QStringLiteral("\"\\s+\""));
        code.remove(joined); // long texts stand in several lines
        static const QRegularExpression entry(QStringLiteral("\"ErrorReason\",\\s*\"([^\"]+)\""));
        int count = 0;
        for (auto match = entry.globalMatch(table); match.hasNext(); ++count) {
            const QString text = match.next().captured(1);
            if (text == QLatin1String("%1 at line %2, column %3"))
                continue; // put together
            const QString begin = text.section(QLatin1Char('%'), 0, 0);
            QVERIFY2(code.contains(QLatin1Char('"') + (begin.isEmpty() ? text : begin)), qPrintable(text));
        }
        QVERIFY(count > 50);
    }
};

QTEST_GUILESS_MAIN(TestErrorReason)
#include "tst_errorreason.moc"
