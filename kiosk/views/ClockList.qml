import QtQuick
import kiosk.ui

// Time limits, one a line: name and limit, when it ends, and on which ground.
Column {
    id: list

    required property var clocks

    // What is still owed after its end, or came too late, says so in words too.
    function sentence(clock) {
        if (clock.late)
            return clock.met ? Words.main.clock_met_late : Words.main.clock_due_late
        return clock.met ? Words.main.clock_met : Words.main.clock_due
    }

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

                color: line.modelData.late ? Theme.doubt : line.modelData.met ? Theme.good : Theme.main
                name: line.modelData.met ? "check" : line.modelData.late ? "alert" : "clock"
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
                    text: Words.filled(list.sentence(line.modelData), [line.modelData.due])
                        + (line.modelData.basis ? "　" + Words.said(line.modelData.basis, line.modelData.basisEn) : "")
                    width: parent.width
                }
            }
        }
    }
}
