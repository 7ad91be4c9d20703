import QtQuick
import kiosk.ui

// What is known about a sheet that is no receipt. `model` has printState, retry() and seen().
Panel {
    id: status

    required property QtObject model
    readonly property string printState: model.printState
    readonly property color front: printState === "printed" ? Theme.good : printState === "printing" ? Theme.main : Theme.doubt

    border.color: front
    color: printState === "printed" ? Theme.goodTint : printState === "printing" ? Theme.tint : Theme.doubtTint
    padding: 24
    visible: printState !== "none"

    Row {
        spacing: 24
        width: parent.width

        Pictogram {
            id: sign

            color: status.front
            name: status.printState === "printed" ? "check" : status.printState === "printing" ? "printer" : status.printState === "unknown" ? "question" : "alert"
            side: Math.round(60 * Theme.grow)
        }
        Say {
            anchors.verticalCenter: parent.verticalCenter
            bold: true
            color: status.front
            width: parent.width - sign.width - parent.spacing
            word: "sheet_" + (status.printState === "none" ? "printing" : status.printState)
        }
    }
    BigButton {
        compact: true
        objectName: "sheet.again"
        picture: "retry"
        visible: status.printState === "failed"
        width: parent.width
        word: "print_again"

        onClicked: status.model.retry()
    }
    Row {
        spacing: Theme.gap
        visible: status.printState === "unknown"
        width: parent.width

        BigButton {
            compact: true
            objectName: "sheet.seen.yes"
            picture: "check"
            width: (parent.width - parent.spacing) / 2
            word: "print_seen_yes"

            onClicked: status.model.seen(true)
        }
        BigButton {
            compact: true
            objectName: "sheet.seen.no"
            picture: "retry"
            width: (parent.width - parent.spacing) / 2
            word: "print_seen_no"

            onClicked: status.model.seen(false)
        }
    }
}
