package app

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"congvan/office"
)

func TestEveryFaultOfTheBucketsSettingsIsToldWithoutAnyKey(t *testing.T) {
	for address, faulty := range map[string]bool{
		"https://minio.example:9000/congvan": false, "http://10.0.0.7:9000/congvan/": false,
		"https://key:geheim@minio.example/congvan": true, "https://minio.example/congvan?secret=geheim": true, "https://minio.example": true,
		"https://minio.example/congvan/2026": true, "https:///congvan": true, "s3://congvan": true, "minio.example:9000/congvan": true, "https://m/A": true,
		"https://m/%zz-geheim": true,
	} {
		settings := Settings{Data: t.TempDir(), Objects: ObjectSettings{Address: address, Key: "k", Secret: "geheim"}}
		_, err := settings.checked()
		if (err != nil) != faulty || err != nil && office.All(err)[0].Field != "CONGVAN_OBJECTS_ADDRESS" {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("the secret is told: %v", err)
		}
	}
	settings := read(t, inFolder(t, map[string]string{"CONGVAN_OBJECTS_ADDRESS": "minio.example", "CONGVAN_OBJECTS_KEY": "k", "CONGVAN_OBJECTS_CA": "/no/such/file",
		"CONGVAN_OBJECTS_PUBLIC": "https://files.example/files", "CONGVAN_OBJECTS_KEEP_YEARS": "101"}))
	_, err := settings.checked()
	var named []string
	for _, fault := range office.All(err) {
		named = append(named, fault.Field)
	}
	slices.Sort(named)
	if want := []string{"CONGVAN_OBJECTS_ADDRESS", "CONGVAN_OBJECTS_CA", "CONGVAN_OBJECTS_KEEP_YEARS", "CONGVAN_OBJECTS_KEY, CONGVAN_OBJECTS_SECRET",
		"CONGVAN_OBJECTS_PUBLIC"}; !slices.Equal(named, want) {
		t.Errorf("named %v\nwant  %v", named, want)
	}
	var told bytes.Buffer
	if code := Explain(&told, err); code != exitSettings || !strings.Contains(told.String(), "https://host:port/bucket") {
		t.Errorf("exit code %d:\n%s", code, &told)
	}
}

func TestKeysWithoutABucketAreAFault(t *testing.T) {
	settings := read(t, inFolder(t, map[string]string{"CONGVAN_OBJECTS_SECRET_FILE": secretFile(t, "geheim\n")}))
	_, err := settings.checked()
	if all := office.All(err); len(all) != 1 || all[0].Key != "app.setting.no_bucket" {
		t.Errorf("got %v", err)
	}
}
