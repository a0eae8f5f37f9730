// SPDX-License-Identifier: MIT
#include "ui/models/erroradvice.h"

#include <QRegularExpression>
#include <QTest>

using namespace tradestate;

class TestErrorAdvice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesNothingOfTheCommandLine_data()
    {
        QTest::addColumn<int>("code");
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
            if (code != static_cast<int>(ErrorCode::WrongUse)) // of the command line itself
                QTest::newRow(qPrintable(errorId(static_cast<ErrorCode>(code)))) << code;
        }
    }
    void namesNothingOfTheCommandLine()
    {
        QFETCH(int, code);
        const Error error { static_cast<ErrorCode>(code), QStringLiteral("it"), QStringLiteral("so") };
        static const QRegularExpression commandLine(QStringLiteral("--[a-z]|state-manager|--save"));
        const QString advice = windowAdvice(error);
        QVERIFY(!advice.isEmpty());
        QVERIFY2(!advice.contains(commandLine), qPrintable(advice));
        QVERIFY(describeInWindow(error).endsWith(advice));
        QVERIFY(describeInWindow(error).contains(QStringLiteral(": it (so). ")));
        // Wrapped, as a failed rescue copy carries along why it failed.
        const Error wrapped { ErrorCode::RescueFailed, {}, {}, errorAdvice(error) };
        QCOMPARE(windowAdvice(wrapped), advice);
    }

    void ownAdviceStays()
    {
        const Error error { ErrorCode::InvalidTime, {}, {}, QStringLiteral("Set both clocks.") };
        QCOMPARE(windowAdvice(error), QStringLiteral("Set both clocks."));
    }
};

QTEST_APPLESS_MAIN(TestErrorAdvice)
#include "tst_erroradvice.moc"
