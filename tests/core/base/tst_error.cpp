// SPDX-License-Identifier: MIT
#include "core/base/error.h"
#include "core/base/plaintext.h"

#include <QSet>
#include <QTest>

using namespace tradestate;

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeSaysWhatAndWhatToDo()
    {
        QSet<QString> ids;
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
            const Error error { static_cast<ErrorCode>(code), {}, {} };
            const QString id = errorId(error.code);
            QVERIFY2(!id.isEmpty() && !ids.contains(id), qPrintable(id));
            ids.insert(id);
            QVERIFY2(
                !errorWhat(error.code).isEmpty() && !errorWhat(error.code).endsWith(QLatin1Char('.')), qPrintable(id));
            QVERIFY2(errorAdvice(error).endsWith(QLatin1Char('.')), qPrintable(id));
        }
    }

    void isDescribedOnOneLine()
    {
        const Error error { ErrorCode::FileNotFound, QStringLiteral("a\nb.json"), QStringLiteral("no\x1B[1m such") };
        const QString line = describe(error);
        QVERIFY(line.startsWith(errorWhat(error.code)));
        QVERIFY(line.contains(QStringLiteral("a b.json")));
        QVERIFY(!line.contains(QLatin1Char('\n')) && !line.contains(QChar(0x1B)));
        const Error advised { ErrorCode::FileNotFound, {}, {}, QStringLiteral("Look elsewhere.") };
        QVERIFY(describe(advised).endsWith(QStringLiteral("Look elsewhere.")));
    }

    void controlsAreMadeVisible()
    {
        QCOMPARE(withoutControls(QStringLiteral(u"a\tb\r\nc\u0007\u0085\u009B\u007Fd\u00E9")),
            QStringLiteral("a b  c\uFFFD\uFFFD\uFFFD\uFFFDd\u00E9"));
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
