using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>
/// Which instance an entry describes; null: none. Pure: every node must read the same from the same entry. The owner of
/// the entry registers the instance, marks it with <see cref="DerivedInstances.KeyMetadata"/>, and removes it with the
/// entry. Its health needs no terms: it lives as long as the entry does.
/// </summary>
internal delegate ServiceInstance? InstanceRule(Octets key, Octets value);
