import QtQuick
import kiosk.ui

// Time limits, one a line: name and limit, when it ends, and on which ground.
Column {
    id: list

    required property var clocks

    spacing: 12

    Repeater {
        model: list.clocks

        Row {
            id: line

            required property var modelData

            spacing: 16
            width: list.width

            Pictogram {
                id: sign

                color: line.modelData.met ? Theme.good : Theme.main
                name: line.modelData.met ? "check" : "clock"
                side: Math.round(44 * Theme.grow)
            }
            Column {
                width: parent.width - sign.width - parent.spacing

                Plain {
                    font.bold: true
                    font.pixelSize: Theme.small
                    text: Words.said(line.modelData.name, line.modelData.nameEn)
                    width: parent.width
                }
                Plain {
                    color: Theme.soft
                    font.pixelSize: Math.round(Theme.small * 0.9)
                    text: Words.filled(line.modelData.met ? Words.main.clock_met : Words.main.clock_due, [line.modelData.due])
                        + (line.modelData.basis ? "　" + Words.said(line.modelData.basis, line.modelData.basisEn) : "")
                    width: parent.width
                }
            }
        }
    }
}
