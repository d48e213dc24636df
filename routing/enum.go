package routing

import "fmt"

// textOf is the stored word of an enumerated value: the words, not the numbers, go into JSON and stay readable for good.
func textOf[E ~uint8](words []string, value E) ([]byte, error) {
	if int(value) >= len(words) {
		return nil, fmt.Errorf("routing: %d has no word", value)
	}
	return []byte(words[value]), nil
}

// wordOf is textOf for people who read logs.
func wordOf[E ~uint8](words []string, value E) string {
	if int(value) >= len(words) {
		return fmt.Sprintf("?%d", value)
	}
	return words[value]
}

// valueOf finds the enumerated value of a stored word.
func valueOf[E ~uint8](words []string, text []byte, value *E) error {
	for i, word := range words {
		if word == string(text) {
			*value = E(i)
			return nil
		}
	}
	return fmt.Errorf("routing: unknown word %q, want one of %q", text, words)
}
