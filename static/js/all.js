// The script of every page of members: one line for each module of this folder.
import "./forms.js";
import "./composer.js";
import "./uploads.js";
import "./drafts.js";
import "./starting.js";
import "./menus.js";
import "./tags.js";
import "./keys.js";
import "./marks.js";
import "./following.js";
import "./bell.js";
import "./say.js";
import "./times.js";
import "./live.js";
import "./arrivals.js";
import "./search.js";
