import QtQuick
import kiosk.ui

// The words in large type, and under them the place to sign.
StepPage {
    id: view

    required property QtObject model
    readonly property bool signed: paper.strokes.length > 0

    lead: "sign_lead"
    name: "sign"
    title: "sign_title"

    Panel {
        width: parent.width

        Plain {
            font.pixelSize: Theme.heading
            text: view.model.words
            width: parent.width
        }
    }

    actions: [
        WritingField {
            id: paper

            height: Math.round((view.portrait ? 420 : 230) * Theme.grow)
            hint: "sign_here"
            width: view.innerWidth
        },
        BigButton {
            enabled: view.signed && !view.model.sending
            look: "main"
            objectName: "sign.send"
            picture: view.model.sending ? "clock" : "send"
            width: (view.innerWidth - view.actionsSpacing) * 0.6
            word: view.model.sending ? "submit_sending" : "submit_send"

            onClicked: view.model.sendSigned(paper.strokes, shell.locale)
        },
        BigButton {
            enabled: view.signed && !view.model.sending
            objectName: "sign.again"
            picture: "erase"
            width: (view.innerWidth - view.actionsSpacing) * 0.4
            word: "sign_again"

            onClicked: paper.clear()
        }
    ]
}
