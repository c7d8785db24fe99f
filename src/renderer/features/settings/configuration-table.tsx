import { useState } from 'react';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './connection-status.module.css';
import { useAnswer } from './use-answer.ts';

/** Every parameter that is in force, its value and where it came from. */
export function ConfigurationTable() {
  const answer = useAnswer('diagnostics/effective-configuration');
  const [query, setQuery] = useState('');
  if (!answer) return <p className={styles['note']}>{text('connection.loading')}</p>;
  if (!answer.ok) return <ErrorBar failure={answer.error} />;
  if (answer.value.length === 0)
    return <p className={styles['note']}>{text('connection.configuration-empty')}</p>;
  const wanted = query.trim().toLowerCase();
  const shown = answer.value.filter((row) => row.name.toLowerCase().includes(wanted));
  return (
    <>
      <SearchField
        size="small"
        className={styles['filter']}
        value={query}
        placeholder={text('connection.configuration-filter')}
        aria-label={text('connection.configuration-filter')}
        onChange={(_, data) => setQuery(data.value)}
      />
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{text('connection.parameter')}</th>
            <th scope="col">{text('connection.value')}</th>
            <th scope="col">{text('connection.source')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={`${row.section}/${row.name}/${row.source}`}>
              <td className={styles['long']}>
                {row.name}
                <div className={styles['quiet']}>{row.section}</div>
              </td>
              <td className={styles['long']}>
                {row.value}
                {row.problem !== undefined && <div className={styles['failed']}>{row.problem}</div>}
                {row.reason && row.source !== 'default' && row.problem === undefined && (
                  <div className={styles['quiet']}>{text(`connection.no-effect.${row.reason}`)}</div>
                )}
              </td>
              <td>{row.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
