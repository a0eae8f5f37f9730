// SPDX-License-Identifier: MIT
#include "ui/models/detailsmodel.h"

#include "core/state/fields.h"
#include "ui/models/findingwords.h"
#include "ui/models/formats.h"

namespace tradestate {

namespace {

/// Price series have thousands of values; a person reads the first ones, a program the file.
constexpr int mostChildren = 200;
constexpr int deepest = 32;
constexpr int longestText = 4000;

QStandardItem* makeItem(const QString& text, const QString& toolTip)
{
    auto* result = new QStandardItem(text);
    result->setEditable(false);
    result->setToolTip(toolTip);
    return result;
}

QString shortened(QString text)
{
    if (text.size() > longestText)
        text = text.left(longestText) + QChar(0x2026);
    return text;
}

} // namespace

DetailsModel::DetailsModel(QObject* parent)
    : QStandardItemModel(0, 2, parent)
{
    setHorizontalHeaderLabels({ tr("Field"), tr("As stored") });
}

void DetailsModel::addRow(QStandardItem* parent, const QString& name, const QString& value, const QString& toolTip)
{
    parent->appendRow({ makeItem(name, name), makeItem(value, toolTip.isEmpty() ? value : toolTip) });
}

void DetailsModel::addValue(QStandardItem* parent, const QString& name, const Json& value, int depth)
{
    const Json::Object* object = value.asObject();
    const Json::Array* array = value.asArray();
    if (value.isNull()) {
        addRow(parent, name, Formats::unknown(), tr("Stored as null: unknown"));
        return;
    }
    const QString text = shortened(shownText(value));
    addRow(parent, name, text);
    if (depth >= deepest || (!object && !array))
        return;
    QStandardItem* own = parent->child(parent->rowCount() - 1);
    int shown = 0;
    const auto enough = [&](size_t all) {
        if (shown++ < mostChildren)
            return false;
        addRow(own, tr("…"), tr("%1 more").arg(static_cast<qlonglong>(all) - mostChildren));
        return true;
    };
    if (object) {
        for (const auto& [key, child] : *object) {
            if (enough(object->size()))
                break;
            addValue(own, toQString(key), child, depth + 1);
        }
        return;
    }
    // A short list of plain values reads best in one line.
    const bool flat = std::all_of(
        array->begin(), array->end(), [](const Json& child) { return !child.asArray() && !child.asObject(); });
    if (flat && array->size() <= 8)
        return;
    for (size_t at = 0; at < array->size(); ++at) {
        if (enough(array->size()))
            break;
        addValue(own, QString::number(at), (*array)[at], depth + 1);
    }
}

bool DetailsModel::setRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found)
{
    if (title == m_title && fields == m_fields && found == m_found && rowCount() > 0)
        return false;
    m_title = title;
    m_fields = fields;
    m_found = found;
    removeRows(0, rowCount());
    for (const Finding& finding : found)
        addRow(invisibleRootItem(), FindingWords::severityWord(finding.severity), finding.message, finding.code);
    for (const auto& [key, value] : fields)
        addValue(invisibleRootItem(), toQString(key), value, 0);
    return true;
}

void DetailsModel::clearRecord()
{
    m_title.clear();
    m_fields.clear();
    m_found.clear();
    removeRows(0, rowCount());
}

} // namespace tradestate
