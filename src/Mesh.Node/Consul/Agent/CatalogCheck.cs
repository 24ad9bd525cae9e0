using Mesh.Catalog;

namespace Mesh.Node.Consul.Agent;

/// <summary>A check of catalog/register: somebody outside runs it, and what is said of it is all that is known.</summary>
/// <param name="ServiceId">The service that it is about; empty: its node, or the service that has a check of this id.</param>
/// <param name="Output">What its last run saw.</param>
/// <param name="Definition">How it is to be run, as JSON; empty: nothing was said.</param>
internal sealed record CatalogCheck(NamedCheck Check, string ServiceId, string Output, string Definition);
