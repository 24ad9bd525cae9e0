namespace Mesh.KeyValues;

/// <summary>A bucket, or a fragment of one, with its number.</summary>
internal sealed record KeyBucketPart(int Index, KeyBucket Bucket);
