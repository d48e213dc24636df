package paper

import "testing"

// Pictures of signatures and seals come from outside: each is prepared or refused in words.
func FuzzParsePicture(f *testing.F) {
	f.Add(SampleSignature("Đinh Công Lập"))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 1<<16 {
			t.Skip()
		}
		picture, err := ParsePicture(file)
		if err == nil && (picture.width < 1 || picture.height < 1) {
			t.Errorf("a picture of %d × %d", picture.width, picture.height)
		}
	})
}
