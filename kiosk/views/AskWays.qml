import QtQuick
import kiosk.ui

// Three ways to one's matter; what the terminal lacks at the moment is not offered in vain.
StepPage {
    id: view

    required property QtObject model

    lead: "ask_lead"
    name: "ask"
    title: "ask_title"

    Grid {
        columns: view.portrait ? 1 : 3
        spacing: Theme.gap
        width: parent.width

        Repeater {
            model: [
                { place: "card", picture: "card", word: "ask_by_card" },
                { place: "code", picture: "page", word: "ask_by_code" },
                { place: "scan", picture: "camera", word: "ask_by_scan" }
            ]

            Tile {
                required property var modelData

                objectName: "ask." + modelData.place
                picture: modelData.picture
                side: Math.round((view.portrait ? 130 : 150) * (shell.large && view.portrait ? 1 : Theme.grow))
                width: view.portrait ? parent.width : (parent.width - 2 * Theme.gap) / 3
                word: modelData.word

                onClicked: view.model.go(modelData.place)
            }
        }
    }
    Note {
        picture: "shield"
        width: parent.width
        word: "ask_sealed"
    }
}
