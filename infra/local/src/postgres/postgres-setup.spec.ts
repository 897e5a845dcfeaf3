import { describe, expect, it } from '@jest/globals';
import { databasesOf } from './postgres-setup.ts';

describe('the declared databases', () => {
  it('are the statements of the file, its comments left out', () => {
    const text =
      '-- CREATE DATABASE no OWNER x;\nCREATE DATABASE orders OWNER a;\n\nCREATE DATABASE payments OWNER b;\n';
    expect(databasesOf(text)).toEqual([
      { name: 'orders', statement: 'CREATE DATABASE orders OWNER a;' },
      { name: 'payments', statement: 'CREATE DATABASE payments OWNER b;' },
    ]);
  });
});
