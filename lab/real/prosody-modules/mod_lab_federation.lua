-- Federation inside the lab: other domains' servers are named here and not asked of DNS, which on this machine knows none
-- of them. How the two prove who they are (TLS, SASL EXTERNAL) is left alone.
--
-- Options: lab_federation_peers  address and port by domain: { ["partner.test"] = { "127.0.0.1", 5269 } }

local service = require "net.resolvers.service";
local basic = require "net.resolvers.basic";

local peers = module:get_option("lab_federation_peers", {});
local ask = service.new;

function service.new(name, kind, connection, extra)
	local peer = peers[name];
	if not peer then return ask(name, kind, connection, extra); end
	return basic.new(peer[1], peer[2], connection, extra);
end

function module.unload()
	service.new = ask;
end
