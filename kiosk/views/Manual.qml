import QtQuick
import kiosk.ui

// Name and number of somebody by hand. The pad follows the line that is being written.
StepPage {
    id: view

    required property QtObject model
    readonly property string verdict: view.model.judge(number.text)

    // somebody who is not here may not know the number by heart
    property bool numberNeeded: true
    property string closeWord: "manual_close"
    property string closePicture: "card"

    signal closed()
    signal typed(string name, string number)

    lead: "manual_lead"
    name: "manual"
    title: "manual_title"

    Component.onCompleted: nameEntry.forceActiveFocus()

    Grid {
        columnSpacing: 48
        columns: view.portrait ? 1 : 2
        rowSpacing: Theme.gap
        width: parent.width

        Column {
            spacing: Theme.gap
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            Pair {
                size: Theme.body
                width: parent.width
                word: "manual_name"
            }
            Entry {
                id: nameEntry

                maximumLength: 120
                objectName: "manual.name"
                width: parent.width
            }
            Pair {
                size: Theme.body
                width: parent.width
                word: "manual_number"
            }
            Entry {
                id: number

                font.pixelSize: Theme.heading
                maximumLength: 18
                objectName: "manual.number"
                validator: RegularExpressionValidator { regularExpression: /[0-9]{0,17}[0-9Xx]?/ }
                width: parent.width
            }
            Row {
                spacing: 16
                visible: !nameEntry.activeFocus
                width: parent.width

                Pictogram {
                    id: sign

                    color: view.verdict === "wrong" ? Theme.seal : view.verdict === "good" ? Theme.good : Theme.soft
                    name: view.verdict === "wrong" ? "alert" : view.verdict === "good" ? "check" : "info"
                    side: Math.round(48 * Theme.grow)
                }
                Say {
                    color: sign.color
                    size: Theme.small
                    values: [18 - number.text.length]
                    width: parent.width - sign.width - parent.spacing
                    word: "manual_verdict_" + view.verdict
                }
            }
        }
        WritingPad {
            fieldHeight: Math.round(250 * Theme.grow)
            name: "manual"
            visible: nameEntry.activeFocus
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            onErased: nameEntry.eraseOne()
            onTyped: text => nameEntry.write(text)
        }
        NumberPad {
            name: "manual"
            visible: !nameEntry.activeFocus
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) / 2

            onErased: number.text = number.text.slice(0, -1)
            onTyped: key => {
                if (number.text.length < 17 ? key !== "X" : number.text.length < 18)
                    number.text += key
            }
        }
    }

    actions: [
        BigButton {
            enabled: nameEntry.text.trim() !== "" && (view.verdict === "good" || (!view.numberNeeded && view.verdict === "empty"))
            look: "main"
            objectName: "manual.done"
            picture: "next"
            width: (view.innerWidth - view.actionsSpacing) * 0.6
            word: "manual_done"

            onClicked: view.typed(nameEntry.text, number.text)
        },
        BigButton {
            objectName: "manual.close"
            picture: view.closePicture
            width: (view.innerWidth - view.actionsSpacing) * 0.4
            word: view.closeWord

            onClicked: view.closed()
        }
    ]
}
