namespace Mesh.Samples.Storefront;

/// <summary>An order as the service "orders" tells it.</summary>
/// <param name="Instance">Which of its instances answered.</param>
internal sealed record Order(int Number, string State, string Instance);
