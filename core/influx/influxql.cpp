// SPDX-License-Identifier: MIT
#include "core/influx/influxql.h"

namespace tradestate {

namespace {

std::string quoted(std::string_view text, char quote)
{
    std::string out;
    out.reserve(text.size() + 2);
    out.push_back(quote);
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == quote || c == '\\')
            out.push_back('\\');
        out.push_back(c);
    }
    out.push_back(quote);
    return out;
}

void appendForm(QByteArray& form, const char* name, std::string_view value)
{
    if (!form.isEmpty())
        form += '&';
    form += name;
    form += '=';
    form += QByteArray::fromRawData(value.data(), static_cast<qsizetype>(value.size())).toPercentEncoding();
}

} // namespace

std::string influxString(std::string_view text)
{
    return quoted(text, '\'');
}

std::string influxName(std::string_view name)
{
    return quoted(name, '"');
}

std::string influxTime(qint64 nanoseconds)
{
    return std::to_string(nanoseconds);
}

QByteArray queryForm(std::string_view bucket, std::string_view statement, bool chunked)
{
    QByteArray form;
    appendForm(form, "db", bucket);
    appendForm(form, "epoch", "ns");
    if (chunked)
        appendForm(form, "chunked", "true");
    appendForm(form, "q", statement);
    return form;
}

} // namespace tradestate
