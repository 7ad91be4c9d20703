import QtQuick
import kiosk.ui

// The four questions asked of everybody, and the two choices that are the visitor's alone.
Column {
    id: asked

    required property QtObject model

    spacing: Theme.gap

    Say {
        bold: true
        color: Theme.main
        size: Theme.heading
        width: parent.width
        word: "form_questions"
    }
    Repeater {
        model: asked.model.questions

        YesNo {
            required property var modelData

            answer: modelData.answer
            name: "form.question." + modelData.question
            width: asked.width
            word: "question_" + modelData.question

            onAnswered: yes => asked.model.answer(modelData.question, yes)
        }
    }
    Say {
        bold: true
        color: Theme.main
        size: Theme.heading
        width: parent.width
        word: "form_choices"
    }
    YesNo {
        answer: asked.model.publish ? "yes" : "no"
        name: "form.publish"
        width: parent.width
        word: "form_publish_ask"

        onAnswered: yes => asked.model.decide(yes, asked.model.confidential)
    }
    YesNo {
        answer: asked.model.confidential ? "yes" : "no"
        name: "form.confidential"
        width: parent.width
        word: "form_confidential_ask"

        onAnswered: yes => asked.model.decide(asked.model.publish, yes)
    }
}
