// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"

#include <QSharedDataPointer>

namespace tradestate {

/// The fields of a record. Copies share them until one of them is changed: states are handed to other threads and to
/// tables all the time, and hardly ever change there.
class SharedFields
{
public:
    SharedFields() = default;
    SharedFields(Json::Object fields)
        : d(new Data(std::move(fields)))
    {
    }

    [[nodiscard]] const Json::Object& get() const
    {
        static const Json::Object none;
        return d ? d->fields : none;
    }
    operator const Json::Object&() const { return get(); }
    [[nodiscard]] Json::Object& edit()
    {
        if (!d)
            d = new Data({});
        return d->fields;
    }
    /// Without a copy where nobody shares them.
    [[nodiscard]] Json::Object take() &&
    {
        if (!d || d.constData()->ref.loadAcquire() > 1)
            return get();
        Json::Object fields;
        fields.swap(d->fields);
        return fields;
    }

    [[nodiscard]] bool operator==(const SharedFields& other) const
    {
        return d.constData() == other.d.constData() || get() == other.get();
    }

private:
    struct Data : QSharedData
    {
        explicit Data(Json::Object from)
            : fields(std::move(from))
        {
        }
        Json::Object fields;
    };

    QSharedDataPointer<Data> d;
};

} // namespace tradestate
