import QtQuick
import kiosk.ui

// What came of the last question, or that it is under way.
Column {
    id: said

    required property QtObject model

    spacing: Theme.gap

    Busy {
        size: Theme.heading
        visible: said.model.work === "ask" || said.model.work === "sending"
        width: parent.width
        word: said.model.work === "sending" ? "ask_sending" : "ask_asking"
    }
    Note {
        look: ["rated", "review_taken"].includes(said.model.said) ? "good" : "doubt"
        picture: said.model.said === "offline" ? "offline" : look === "good" ? "check" : "info"
        visible: said.model.work === "" && said.model.said !== "nothing"
        width: parent.width
        word: "ask_said_" + said.model.said
    }
}
