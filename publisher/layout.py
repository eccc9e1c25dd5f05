"""Where a site keeps its things, below its own folder; imports nothing, because an idle run reads it too."""

SETTINGS_FILE = "config/publisher.toml"
THEME_FILE = "config/theme.toml"
IDS_FILE = "config/ids.toml"

STATE_FOLDER = ".publisher"
# inside the folder above
STATE_DATABASE = "state.db"
CACHE_DATABASE = "cache.db"

OUT_FOLDER = "out"
