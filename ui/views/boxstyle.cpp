// SPDX-License-Identifier: MIT
#include "ui/views/boxstyle.h"

#include "ui/views/theme.h"

#include <QApplication>
#include <QStyleFactory>
#include <QStyleOptionButton>

namespace tradestate {

namespace {

const QString fusion = QStringLiteral("fusion");
/// Fusion's outline is the window's colour, darkened by 1.4 and lightened by 1.1.
constexpr int outlineToWindow = 127;

} // namespace

BoxStyle::BoxStyle()
    : QProxyStyle(QStyleFactory::create(fusion))
{
}

void BoxStyle::install()
{
    if (QApplication::style()->name().compare(fusion, Qt::CaseInsensitive) == 0)
        QApplication::setStyle(new BoxStyle);
}

void BoxStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (!button || (element != PE_IndicatorCheckBox && element != PE_IndicatorRadioButton)) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    QStyleOptionButton visible(*button);
    visible.palette.setColor(QPalette::Window, Theme::boxOutline(button->palette).lighter(outlineToWindow));
    QProxyStyle::drawPrimitive(element, &visible, painter, widget);
}

} // namespace tradestate
