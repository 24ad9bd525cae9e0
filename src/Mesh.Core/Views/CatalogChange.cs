using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>One step of a view.</summary>
/// <param name="Revision">The revision of the view after it; resume from here.</param>
/// <param name="Service">The service; default for Reset of a watch on all services.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Instance">The instance after the change, or the last one known for Removed; null for Reset.</param>
public sealed record CatalogChange(long Revision, ServiceName Service, ChangeKind Kind, InstanceView? Instance);
