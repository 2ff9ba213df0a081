"""Two members of different organisations who keep each other company for eight weeks."""
