namespace Mesh.Samples.Orders;

/// <param name="Instance">Which of the instances answered.</param>
internal sealed record Order(int Number, string State, string Instance);
