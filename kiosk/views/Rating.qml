import QtQuick
import kiosk.ui

// Five faces with words; none is chosen beforehand, and leaving without an answer is as large as any of them.
StepPage {
    id: view

    required property QtObject model
    readonly property bool asking: model.state === "asking" || model.state === "sending"

    readonly property var faces: ["face1", "face2", "face3", "face4", "face5"]

    lead: asking && !shell.large ? "rating_lead" : ""
    name: "rating"
    spacing: 16
    title: asking ? "rating_title" : "rating_thanks"

    // all five in sight at once: one that has to be looked for is not chosen
    Repeater {
        model: view.asking && view.portrait ? [5, 4, 3, 2, 1] : []

        BigButton {
            required property int modelData

            compact: true
            enabled: view.model.state === "asking"
            objectName: "rating.level." + modelData
            indent: width * 0.24
            picture: view.faces[modelData - 1]
            size: shell.large ? Theme.heading : Theme.title
            width: view.innerWidth
            word: "rating_level_" + modelData

            onClicked: view.model.choose(modelData)
        }
    }
    Row {
        spacing: 16
        visible: view.asking && !view.portrait
        width: parent.width

        Repeater {
            model: view.asking && !view.portrait ? [5, 4, 3, 2, 1] : []

            Tile {
                required property int modelData

                enabled: view.model.state === "asking"
                objectName: "rating.level." + modelData
                picture: view.faces[modelData - 1]
                width: (view.innerWidth - 4 * parent.spacing) / 5
                word: "rating_level_" + modelData

                onClicked: view.model.choose(modelData)
            }
        }
    }
    Panel {
        color: Theme.tint
        visible: !view.asking
        width: parent.width

        Row {
            spacing: 28
            width: parent.width

            Pictogram {
                id: sign

                color: Theme.main
                name: view.model.state === "lost" ? "offline" : "check"
                side: Math.round(96 * Theme.grow)
            }
            Say {
                width: parent.width - sign.width - parent.spacing
                word: view.model.state === "lost" ? "rating_lost" : "rating_taken"
            }
        }
    }
    // whoever has answered walks away: the screen goes by itself
    Timer {
        interval: 8000
        running: !view.asking

        onTriggered: view.model.finish()
    }

    actions: BigButton {
        compact: shell.large
        enabled: view.model.state !== "sending"
        look: view.asking ? "plain" : "main"
        objectName: view.asking ? "rating.skip" : "rating.finish"
        picture: view.asking ? "next" : "check"
        width: view.innerWidth
        word: view.asking ? "rating_skip" : "rating_finish"

        onClicked: view.model.finish()
    }
}
