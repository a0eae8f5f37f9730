// SPDX-License-Identifier: MIT
#include "core/base/timestamp.h"

#include <QTest>

using namespace tradestate;

class TestTimestamp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<bool>("naive");
        constexpr qint64 eight = 1752998400000000000; // 2025-07-20T08:00:00Z
        QTest::newRow("record") << QStringLiteral("2025-07-20T08:00:00.000000000Z") << eight << false;
        QTest::newRow("space") << QStringLiteral("2025-07-20 08:00:00") << eight << true;
        QTest::newRow("microseconds") << QStringLiteral("2025-07-20 08:00:00.834791") << eight + 834791000 << true;
        QTest::newRow("offset") << QStringLiteral("2025-07-20T10:00:00+02:00") << eight << false;
        QTest::newRow("short offset") << QStringLiteral("2025-07-20T06:30:00-0130") << eight << false;
        QTest::newRow("no seconds") << QStringLiteral("2025-07-20T08:00Z") << eight << false;
        QTest::newRow("ten digits") << QStringLiteral("2025-07-20T08:00:00.1234567899Z") << eight + 123456789 << false;
        QTest::newRow("comma, small z") << QStringLiteral("2025-07-20T08:00:00,5z") << eight + 500000000 << false;
        QTest::newRow("hours of offset") << QStringLiteral("2025-07-20T10:00+02") << eight << false;
        QTest::newRow("day alone") << QStringLiteral("2025-07-20") << eight - 8 * 3600 * 1000000000LL << true;
        QTest::newRow("first") << QStringLiteral("1678-01-01T00:00:00Z") << qint64(-9214560000000000000) << false;
        QTest::newRow("before 1970") << QStringLiteral("1969-12-31T23:59:59.5Z") << qint64(-500000000) << false;
    }

    void reads()
    {
        QFETCH(QString, text);
        const auto time = Timestamp::parse(text);
        QVERIFY(time.has_value());
        QTEST(time->nanoseconds(), "nanoseconds");
        QTEST(time->isNaive(), "naive");
        QCOMPARE(time->original(), text);
    }

    void readsNaiveTimesInTheWritersZone()
    {
        const auto time = Timestamp::parse(QStringLiteral("2025-07-20 08:00:00"), QTimeZone("Europe/Berlin"));
        QCOMPARE(time->toRecordText(), QStringLiteral("2025-07-20T06:00:00.000000000Z"));
        QVERIFY(time->isNaive());
    }

    void refuses()
    {
        for (const char* text :
            { "", "N/A", "2025-02-30T00:00:00", "2025-07-20T24:00:00", "20-07-2025", "2025-07-20T08:00:00+99:00",
                "0001-01-01T00:00:00Z", "2025-07-20T08:00:00Zjunk", "2025-07-20T08:00:00Z\n", " 2025-07-20",
                "2025-07-20T", "2025-07-20T08", "2025-07-20T08:0", "2025-07-20T08:00:", "2025-07-20T08:00:00.",
                "2025-07-20T08:00:60", "2025-07-20T08:00:00+2", "2025-07-20T08:00:00+02:", "2025-07-20T08:00:00+02:0",
                "2025-07-20T08:00:00+0260", "2025-07-20T08:00:00 +02:00", "2025-07-20Z", "2025-7-20", "2262-01-01",
                "-025-07-20", "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5-07-20" })
            QVERIFY2(!Timestamp::parse(QString::fromUtf8(text)).has_value(), text);
    }

    void writes()
    {
        const Timestamp time = Timestamp::fromNanoseconds(1752998400000000000 + 1234567);
        QCOMPARE(time.toRecordText(), QStringLiteral("2025-07-20T08:00:00.001234567Z"));
        QCOMPARE(time.toMicrosecondText(), QStringLiteral("2025-07-20T08:00:00.001234"));
        QCOMPARE(Timestamp::fromNanoseconds(-1).toRecordText(), QStringLiteral("1969-12-31T23:59:59.999999999Z"));
    }
};

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
