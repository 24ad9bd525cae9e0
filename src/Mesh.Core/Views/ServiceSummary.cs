using Mesh.Catalog;

namespace Mesh.Views;

/// <summary>A service in the list of services.</summary>
/// <param name="Passing">Instances that are passing or in warning.</param>
/// <param name="Revision">The revision of the view at which the service last changed.</param>
public sealed record ServiceSummary(ServiceName Name, int Instances, int Passing, long Revision);
