-- The lab's authentication: Prosody's own hashed accounts, and beside PLAIN and SCRAM the mechanism CISCO-VTG-TOKEN
-- of the IM and Presence server. Its initial response is `userid=alice@example.test` NUL `token=<one-time password>`;
-- the token is checked by asking the lab over HTTP: 200 means good (and used up), anything else means refused.
--
-- Options: cisco_token_url  the address asked, with ?userid=…&token=…
--          cisco_home_nodes names of the user's home and backup node, offered inside <mechanisms/>

local async = require "util.async";
local http = require "net.http";
local jid = require "util.jid";
local sasl = require "util.sasl";
local nodeprep = require "util.encodings".stringprep.nodeprep;

local MECHANISM = "CISCO-VTG-TOKEN";
local token_url = module:get_option_string("cisco_token_url");
local home_nodes = module:get_option_array("cisco_home_nodes", {});

-- Answers the user's name and the token, or nil when the response is malformed or names another domain.
local function read_response(message)
	local userid, token = (message or ""):match("^userid=([^%z]+)%ztoken=([^%z]+)$");
	if not userid then return nil; end
	-- A user ID may be a mail address itself: the last @ is the one before the domain, the others are escaped (XEP-0106).
	local user, domain = userid:match("^(.+)@([^@]+)$");
	if not user then user, domain = userid, module.host; end
	if domain ~= module.host then return nil; end
	return nodeprep(jid.escape(user)), token, userid;
end

-- Nil when the token is refused; else the local part of the address that the user has (T14: by directory URI), "" for the user ID.
local function address_for(userid, token)
	if not token_url then return nil; end
	local query = http.formencode({ { name = "userid", value = userid }, { name = "token", value = token } });
	local response = async.wait_for(http.request(token_url .. "?" .. query));
	if response == nil or response.code ~= 200 then return nil; end
	return response.body or "";
end

sasl.registerMechanism(MECHANISM, { "cisco_token" }, function (self, message)
	local user, token, userid = read_response(message);
	if not user then return "failure", "malformed-request"; end
	local address = self.profile.cisco_token(userid, token);
	if not address then return "failure", "not-authorized"; end
	self.username = address ~= "" and nodeprep(address) or user;
	return "success";
end);

module:depends("auth_internal_hashed");

local function hashed_accounts()
	for _, provider in ipairs(module:get_host_items("auth-provider")) do
		if provider.name == "internal_hashed" then return provider; end
	end
end

local accounts = assert(hashed_accounts(), "mod_auth_internal_hashed offers no provider");

-- Copied, not inherited: Prosody gives the chosen provider a metatable of its own.
local provider = {};
for name, method in pairs(accounts) do provider[name] = method; end
provider.name = "cisco_lab";

function provider.get_sasl_handler(session)
	local handler = accounts.get_sasl_handler(session);
	handler.profile.cisco_token = address_for;
	handler.profile.mechanisms[MECHANISM] = true;
	return handler;
end

module:provides("auth", provider);

-- After mod_saslauth has added <mechanisms/> (priority 0).
module:hook("stream-features", function (event)
	local mechanisms = event.features:get_child("mechanisms", "urn:ietf:params:xml:ns:xmpp-sasl");
	if not mechanisms then return; end
	for _, name in ipairs(home_nodes) do
		mechanisms:text_tag("hostname", name, { xmlns = "urn:xmpp:domain-based-name:0" });
	end
end, -10);
