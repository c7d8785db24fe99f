-- A policy for the lab, as an ethical wall would have it: a message that holds the marked word goes nowhere, and its
-- sender is told why in the server's own words (RFC 6120 section 8.3).
--
-- Options: lab_policy_word  the word (nothing is refused without it)
--          lab_policy_text  what the sender is told

local st = require "util.stanza";

local word = module:get_option_string("lab_policy_word");
local text = module:get_option_string("lab_policy_text", "Refused by policy.");

local function check(event)
	local origin, stanza = event.origin, event.stanza;
	if not word or stanza.attr.type == "error" then return; end
	local body = stanza:get_child_text("body");
	if not body or not body:find(word, 1, true) then return; end
	origin.send(st.error_reply(stanza, "modify", "policy-violation", text));
	return true;
end

module:hook("pre-message/bare", check, 50);
module:hook("pre-message/full", check, 50);
