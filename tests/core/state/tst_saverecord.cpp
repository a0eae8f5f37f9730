// SPDX-License-Identifier: MIT
#include "core/state/saverecord.h"
#include "tests/support/stategenerator.h"

#include <QTest>

#include <functional>

using namespace tradestate;

namespace {

SaveRecord fullRecord()
{
    SaveRecord record = generateRecord(generateState(2, 3, 1), sha256("state"), 5);
    record.sequence = 42;
    record.parentSaveId = QStringLiteral("parent");
    record.resolves = { QStringLiteral("other-1"), QStringLiteral("other-2") };
    record.knows[QStringLiteral("python")] = Timestamp::fromNanoseconds(1'752'998'400'000'000'001);
    record.recordedAt = record.savedAt.plusNanoseconds(-5);
    record.reason = SaveReason::Restore;
    record.description = QStringLiteral("line\nend \"quoted\"");
    record.restoredFrom
        = RestoredFrom { QStringLiteral("/a/b.json"), QStringLiteral("id"), sha256("x"), QStringLiteral("/r") };
    record.parentChecksum = sha256("parent");
    record.other["future_field"] = Json(Json::Array { Json::integer(1) });
    record.recordChecksum = recordChecksumOf(record);
    return record;
}

} // namespace

class TestSaveRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips()
    {
        for (const SaveRecord& record : { fullRecord(), generateRecord({}, sha256("s"), 1) }) {
            const auto parsed = parseJson(compactJson(toJson(record)));
            QVERIFY(parsed.has_value());
            const auto again = saveRecordFromJson(parsed->value);
            QVERIFY(again.has_value());
            QVERIFY(*again == record);
            QVERIFY(recordChecksumHolds(*again));
        }
    }

    void itsChecksumCoversEveryField_data()
    {
        QTest::addColumn<QByteArray>("field");
        const Json json = toJson(fullRecord());
        for (const auto& [key, value] : *json.asObject()) {
            if (key != "record_checksum")
                QTest::newRow(key.c_str()) << QByteArray::fromStdString(key);
        }
    }

    void itsChecksumCoversEveryField()
    {
        QFETCH(QByteArray, field);
        Json json = toJson(fullRecord());
        Json& value = json.asObject()->at(field.toStdString());
        if (value.asNumber())
            value = Json::integer(43);
        else if (field == "saved_at" || field == "recorded_at")
            value = Json("2025-01-01T00:00:00.000000000Z");
        else if (field == "reason")
            value = Json("undo");
        else if (field == "save_id")
            value = Json("another");
        else
            value = Json();
        const auto changed = saveRecordFromJson(json);
        QVERIFY(changed.has_value());
        QVERIFY(!recordChecksumHolds(*changed));
    }

    void aRecordWithoutChecksumDoesNotHold()
    {
        SaveRecord record = fullRecord();
        record.recordChecksum.reset();
        QVERIFY(!recordChecksumHolds(record));
    }

    void everyKeyIsPresent()
    {
        const Json json = toJson(SaveRecord());
        for (const char* key : { "save_id", "account", "folder", "writer", "operator", "sequence", "parent_save_id",
                 "resolves", "knows", "saved_at", "recorded_at", "reason", "description", "restored_from", "counts",
                 "checksum", "parent_checksum", "record_checksum" })
            QVERIFY2(json.find(key), key);
        QVERIFY(json.find("parent_save_id")->isNull());
        QCOMPARE(*toJson(fullRecord()).find("knows")->find("python")->asText(),
            std::string("2025-07-20T08:00:00.000000001Z"));
    }

    void refusesWhatIsNoRecord_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("subject");
        QTest::newRow("list") << QByteArray("[]") << QStringLiteral("save");
        QTest::newRow("no id") << QByteArray("{}") << QStringLiteral("save.save_id");
        QTest::newRow("no time") << QByteArray("{\"save_id\": \"a\", \"saved_at\": \"soon\"}")
                                 << QStringLiteral("save.saved_at");
        QTest::newRow("reason") << QByteArray(
            "{\"save_id\": \"a\", \"saved_at\": \"2025-07-20T08:00:00Z\", \"reason\": \"x\"}")
                                << QStringLiteral("save.reason");
        QTest::newRow("knows") << QByteArray("{\"save_id\": \"a\", \"saved_at\": \"2025-07-20T08:00:00Z\", \"reason\": "
                                             "\"trade\", \"knows\": {\"f\": 3}}")
                               << QStringLiteral("save.knows");
    }

    void refusesWhatIsNoRecord()
    {
        QFETCH(QByteArray, text);
        const auto record = saveRecordFromJson(parseJson(text.toStdString())->value);
        QVERIFY(!record.has_value());
        QCOMPARE(record.error().code, ErrorCode::NotAState);
        QTEST(record.error().subject, "subject");
    }

    void knowsIsByFolderAndTime()
    {
        SaveRecord older;
        older.folder = QStringLiteral("f");
        older.savedAt = Timestamp::fromNanoseconds(100);
        older.knows[older.folder] = older.savedAt;
        SaveRecord newer = older;
        newer.savedAt = Timestamp::fromNanoseconds(101);
        newer.knows[newer.folder] = newer.savedAt;
        QVERIFY(knows(newer, older) && !knows(older, newer) && knows(older, older));
        SaveRecord elsewhere = newer;
        elsewhere.folder = QStringLiteral("g");
        QVERIFY(!knows(newer, elsewhere));
        newer.knows[QStringLiteral("g")] = elsewhere.savedAt;
        QVERIFY(knows(newer, elsewhere));
        newer.knows[QStringLiteral("g")] = elsewhere.savedAt.plusNanoseconds(-1);
        QVERIFY(!knows(newer, elsewhere));
    }

    void reasonsHaveNames()
    {
        for (int i = 0; i <= static_cast<int>(SaveReason::Emergency); ++i) {
            const auto reason = static_cast<SaveReason>(i);
            QCOMPARE(saveReasonFromText(saveReasonText(reason)), std::optional(reason));
            QCOMPARE(isChangeByHand(reason),
                reason == SaveReason::Restore || reason == SaveReason::Undo || reason == SaveReason::Remove);
        }
        QVERIFY(!saveReasonFromText(QStringLiteral("Trade")));
    }

    void sha256IsTheKnownOne()
    {
        QCOMPARE(
            sha256("abc").value, QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256("").algorithm, QStringLiteral("sha256"));
        const std::string million(1'000'000, 'a');
        const QString known = QStringLiteral("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        QCOMPARE(sha256(million).value, known);
        const std::string_view text = million;
        QCOMPARE(
            sha256(std::vector { text.substr(0, 1), std::string_view(), text.substr(1, 63), text.substr(64) }).value,
            known);
    }
};

QTEST_GUILESS_MAIN(TestSaveRecord)
#include "tst_saverecord.moc"
